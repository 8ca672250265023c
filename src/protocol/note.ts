/** Leaves a notice about the entry being folded. */
export type Note = (code: string, message: string) => void
