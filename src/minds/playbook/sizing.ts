/** What follows from the figures of a problem by plain arithmetic; every line shows it. */
import { type Figure, isPeak, ofKind } from './figures.ts'
import { bytes, figure as n, SECONDS_OF } from './numbers.ts'

const DAY = 86_400
const HEADROOM = 3
const ACTIVE_SHARE = 0.05
const MAX_LINES = 12

export function sizingOf(figures: readonly Figure[]): readonly string[] {
  const lines = [
    ...ofKind(figures, 'rate')
      .slice(0, 2)
      .flatMap(rate => ratesOf(rate, figures)),
    ...devices(figures),
    ...people(figures),
    ...stored(figures),
    ...waiting(figures),
    ...downtime(figures),
    ...earnings(figures),
  ]
  return [...new Set(lines)].slice(0, MAX_LINES)
}

function ratesOf(rate: Figure, figures: readonly Figure[]): readonly string[] {
  const period = SECONDS_OF[rate.per ?? '']
  if (period === undefined || rate.value <= 0) return []
  const what = rate.noun === '' ? '' : `${rate.noun} `
  const second = rate.value / period
  // Fractions of a request say nothing to a reader: rare things are counted by the hour.
  const unit =
    second >= 1 || period < 60 ? { name: 'a second', seconds: 1 } : { name: 'an hour', seconds: 3_600 }
  const often = second * unit.seconds
  const volume =
    period < DAY
      ? `${rate.text} x ${n(DAY / period)} = ${n(second * DAY)} ${what}a day if held all day`
      : `${rate.text} / ${n(period / unit.seconds)} = ${n(often)} ${what}${unit.name} on average`
  const peak = isPeak(rate)
    ? `${rate.text} is given as the upper end, so no factor is put on top of it`
    : `${HEADROOM} x ${n(often)} ${what}${unit.name} = ${n(often * HEADROOM)} ${unit.name}: the peak to size for, with threefold headroom`
  return [volume, peak, ...spread(rate.text, second, what, figures)]
}

/** Per region, and with one of them gone; per tenant. */
function spread(text: string, second: number, what: string, figures: readonly Figure[]): readonly string[] {
  const lines: string[] = []
  const places = ofKind(figures, 'places').find(({ noun }) => /region|cent|zone/i.test(noun))
  if (places !== undefined && places.value >= 2) {
    const one = places.noun.replace(/s$/, '')
    lines.push(
      `${text} / ${places.text} = ${n(second / places.value)} ${what}a second in each if evenly spread; with one ${one} lost, ${n(second / (places.value - 1))} in each of the others`,
    )
  }
  const [tenants] = ofKind(figures, 'tenants')
  if (tenants !== undefined && tenants.value >= 2 && second / tenants.value >= 0.01) {
    lines.push(
      `${text} / ${tenants.text} = ${n(second / tenants.value)} ${what}a second for the average one; the largest is not the average`,
    )
  }
  return lines
}

interface Reports {
  readonly many: Figure
  readonly every: Figure
  readonly second: number
}

const REPORTING =
  /device|sensor|vehicle|meter|client|machine|node|agent|host|truck|car|scooter|tracker|camera|gateway/i

/** So many things that report every so many seconds. */
function reportsOf(figures: readonly Figure[]): Reports | null {
  const [every] = ofKind(figures, 'interval')
  const many = figures.find(
    ({ kind, noun }) => (kind === 'count' || kind === 'users') && REPORTING.test(noun),
  )
  if (every === undefined || many === undefined || every.value <= 0) return null
  return { many, every, second: many.value / every.value }
}

/** The rate in the problem's words, or what its devices and their interval come to; undefined without either. */
export function rateOf(figures: readonly Figure[]): string | undefined {
  const [rate] = ofKind(figures, 'rate')
  const reports = reportsOf(figures)
  return rate?.text ?? (reports === null ? undefined : `${n(reports.second)} messages a second`)
}

function devices(figures: readonly Figure[]): readonly string[] {
  const reports = reportsOf(figures)
  if (reports === null) return []
  const { many, every, second } = reports
  const day = `${n(second * DAY)} messages a day`
  const messages = `${many.text} / ${n(every.value)} s = ${n(second)} messages a second, x 86,400 = ${day}`
  const size = sizeOfOne(figures)
  if (size === undefined) return [messages]
  const year = bytes(second * DAY * size.value * 365)
  return [messages, `${day} x ${size.text} x 365 = ${year} a year before compression`]
}

function people(figures: readonly Figure[]): readonly string[] {
  const users = ofKind(figures, 'users').reduce<Figure | undefined>(
    (most, one) => (most === undefined || one.value > most.value ? one : most),
    undefined,
  )
  const [tenants] = ofKind(figures, 'tenants')
  const lines: string[] = []
  if (
    users !== undefined &&
    users.value >= 200 &&
    !/concurrent|simultaneous|at once|online/i.test(users.text)
  ) {
    lines.push(`5 % of ${users.text} = ${n(users.value * ACTIVE_SHARE)} active at once`)
  }
  if (users !== undefined && tenants !== undefined && tenants.value >= 2 && users.value > tenants.value) {
    lines.push(`${users.text} / ${tenants.text} = ${n(users.value / tenants.value)} for the average one`)
  }
  return lines
}

function stored(figures: readonly Figure[]): readonly string[] {
  const lines: string[] = []
  const [kept] = ofKind(figures, 'retention')
  const volume = ofKind(figures, 'size').find(({ per }) => per !== null)
  const rate = ofKind(figures, 'rate')[0]
  const size = sizeOfOne(figures)
  const daily = (value: number, per: string | null) => (value / (SECONDS_OF[per ?? 'day'] ?? DAY)) * DAY
  const perDay = rate === undefined ? 0 : daily(rate.value, rate.per)
  if (volume !== undefined) {
    const day = daily(volume.value, volume.per)
    lines.push(
      `${volume.text} x ${n((365 * DAY) / (SECONDS_OF[volume.per ?? 'day'] ?? DAY))} = ${bytes(day * 365)} a year`,
    )
    if (kept !== undefined)
      lines.push(
        `${volume.text} kept for ${kept.text} = ${bytes((day * kept.value) / DAY)}, before replicas and backups`,
      )
  } else if (rate !== undefined && size !== undefined && size.sentence === rate.sentence) {
    const most = isPeak(size)
      ? 'at most, if every one were of the largest size'
      : 'before replicas and backups'
    lines.push(
      `${n(perDay)} a day x ${size.text} = ${bytes(perDay * size.value)} a day, ${bytes(perDay * size.value * 365)} a year ${most}`,
    )
  }
  if (rate !== undefined && kept !== undefined && volume === undefined) {
    lines.push(
      `${n(perDay)} ${rate.noun || 'records'} a day kept for ${kept.text} = ${n((perDay * kept.value) / DAY)} records`,
    )
  }
  return lines
}

/** The size of one thing, not of all of them together. */
export function sizeOfOne(figures: readonly Figure[]): Figure | undefined {
  return ofKind(figures, 'size').find(({ per, text, sentence }) => {
    const after = sentence.slice(sentence.indexOf(text) + text.length)
    const before = sentence.slice(0, sentence.indexOf(text))
    return (
      per === null &&
      !/^ (?:of (?:data|logs|rows|records|documents|history|files|storage)|database|db\b|dataset|in total|warehouse|of new)/i.test(
        after,
      ) &&
      !/(?:total|altogether|database (?:of|is|has)|stor(?:es?|ing)|holds?|hold) (?:of |is |about |around |roughly )?$/i.test(
        before,
      )
    )
  })
}

/** How many are being served at any moment: rate times time. */
function waiting(figures: readonly Figure[]): readonly string[] {
  const [rate] = ofKind(figures, 'rate')
  const [latency] = ofKind(figures, 'latency')
  const period = SECONDS_OF[rate?.per ?? '']
  if (rate === undefined || latency === undefined || period === undefined) return []
  const flight = (rate.value / period) * latency.value
  return flight >= 1 ? [`${rate.text} x ${latency.text} = ${n(flight)} under way at any moment`] : []
}

function downtime(figures: readonly Figure[]): readonly string[] {
  const [goal] = ofKind(figures, 'availability')
  if (goal === undefined) return []
  const minutes = ((100 - goal.value) / 100) * 30 * 24 * 60
  const allowed = minutes >= 1 ? `${n(minutes)} minutes` : `${n(minutes * 60)} seconds`
  return [`(100 % - ${n5(goal.value)} %) x 30 days x 1,440 minutes = ${allowed} of downtime a month allowed`]
}

/** 99.999 must not be rounded to 100. */
function n5(percent: number): string {
  return String(Number(percent.toFixed(6)))
}

/** Only where the money is said to be earned or moved: a budget loses nothing by the hour. */
function earnings(figures: readonly Figure[]): readonly string[] {
  const money = ofKind(figures, 'money').find(
    ({ per, sentence }) =>
      SECONDS_OF[per ?? ''] !== undefined &&
      /\b(?:revenue|sales|turnover|GMV|payments?|orders?|transactions?|volume|process\w*)\b/i.test(
        sentence,
      ) &&
      !/\b(?:budget|cost|spend)/i.test(sentence),
  )
  const period = SECONDS_OF[money?.per ?? '']
  if (money === undefined || period === undefined || period <= 3_600) return []
  const sign = /^[$€£]/.exec(money.text)?.[0] ?? ''
  return [
    `${money.text} / ${n(period / 3_600)} hours = ${sign}${n(money.value / (period / 3_600))} at stake in each hour of an outage`,
  ]
}
