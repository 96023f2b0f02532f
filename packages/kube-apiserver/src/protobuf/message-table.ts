/** How messages are laid out on the wire, as `scripts/generate.ts` writes them to `generated/protobuf.json`. */

/** `string`, `integer`, `boolean`, `double`, `bytes`, or the name of a message. */
export type WireValue = string;

export interface WireField {
  /** As in JSON. Empty: the message's own fields belong to the one around it. */
  name: string;
  value: WireValue;
  /** `map`: keys are strings. */
  shape?: 'list' | 'map';
  /** Zero says something else than absence. */
  keepsZero?: true;
}

/** By field number. */
export type WireMessage = Record<string, WireField>;

/** By the name of the OpenAPI definition, such as `io.k8s.api.core.v1.Pod`; also parts that OpenAPI does not name. */
export type MessageTable = Record<string, WireMessage>;
