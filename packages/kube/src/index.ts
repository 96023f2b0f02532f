/** What everybody needs to know of Kubernetes' API: its objects, errors, selectors and texts. */
export { age, humanDuration } from './age.ts';
export { type Clock, ManualClock, systemClock } from './clock.ts';
export { type JsonPath, JsonPathError, parseJsonPath } from './json-path.ts';
export * from './object.ts';
export {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  milliValue,
  parseQuantity,
  QUANTITY_FORMAT_ERROR,
  type Quantity,
  QuantityError,
  type QuantityFormat,
  quantityOf,
  quantityToNumber,
  subtractQuantities,
} from './quantity.ts';
export {
  type FieldRequirement,
  type FieldSelector,
  formatFieldSelector,
  matchesFields,
  parseFieldSelector,
} from './selectors/field-selector.ts';
export {
  formatLabelSelector,
  type LabelRequirement,
  type LabelSelector,
  type LabelSelectorObject,
  labelSelectorFromObject,
  matchesLabels,
  parseLabelSelector,
  SelectorError,
} from './selectors/label-selector.ts';
export * from './status.ts';
