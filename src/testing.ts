// For the tests of those who build on Synod: `synod/testing`. Public like src/index.ts.
export { type ScriptStep, scriptedMind } from './minds/scripted.ts'
