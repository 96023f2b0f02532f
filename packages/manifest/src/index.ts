/**
 * What browser and server share: the shapes of the manifest and of the index, and the few functions that the browser
 * needs. Validation, composition and the texts of messages have entries of their own, so that none of them is shipped
 * by accident.
 */

// The composed index
export * from './composed-index.ts';
// The extension's manifest
export * from './extension-manifest.ts';
// Names, references and places
export { type ParsedReference, parseReference, qualify, splitQualified } from './reference.ts';
export { remoteRecord } from './remote-record.ts';
// Rights
export { answerOf, placeKey, type RightsDocument, type RightsPlace } from './rights/document.ts';
export { questionKey, type RightsQuestion, readQuestion, resourceText } from './rights/question.ts';
export { allowedBy, type RightsRule } from './rights/rules.ts';
export { routeKey, routePattern } from './route-pattern.ts';
export { SHELL_KEYS, SHELL_SLOTS } from './shell-slots.ts';
// Objects that the index is made of
export * from './ui-bundle.ts';
// Conditions
export { evaluateWhen, type WhenScope } from './when/evaluate.ts';
export { parseWhen } from './when/parse.ts';
export { printWhen } from './when/print.ts';
export { reduceWhen } from './when/reduce.ts';
export {
  WHEN_FUNCTIONS,
  WHEN_MAX_DEPTH,
  WHEN_MAX_LENGTH,
  WHEN_NAMES,
  WHEN_OPERATORS,
  type WhenFunction,
  type WhenName,
  type WhenNode,
  type WhenOperator,
  type WhenParse,
  type WhenValue,
} from './when/syntax.ts';
export { applyIndexDelta } from './wire/apply.ts';
export { decodeIndex, WireVersionError } from './wire/decode.ts';
export type { IndexDelta, ListDelta, ListItem, ListName } from './wire/delta.ts';
export { encodeIndex } from './wire/encode.ts';
export type { WireIndex } from './wire/tables.ts';
