/**
 * A rule of how simulated objects go on by themselves. The shape is the one of KWOK's Stage (kwok.x-k8s.io/v1alpha1), with
 * functions in the places of its templates: a stage whose selector matches is carried out after its delay.
 */
export interface Stage<Subject> {
  name: string;
  resourceRef: { apiGroup: string; kind: string };
  /** All have to hold. */
  selector: { matchExpressions: readonly MatchExpression<Subject>[] };
  /** Of several stages that match, one is drawn by weight. Default: 1. Zero: never drawn beside one with a weight. */
  weight?: OfSubject<Subject, number>;
  /** Default: at once. */
  delay?: StageDelay<Subject>;
  next: StageResult<Subject>;
}

export type OfSubject<Subject, Value> = Value | ((subject: Subject) => Value);

/** A condition on the object by JSON path, or any function. */
export type MatchExpression<Subject> =
  | {
      /** Such as `.metadata.deletionTimestamp` or `.metadata.labels["app"]`, on the subject's `object`. */
      key: string;
      operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
      values?: readonly string[];
    }
  | ((subject: Subject) => boolean);

export interface StageDelay<Subject> {
  durationMilliseconds: OfSubject<Subject, number>;
  /** Longest delay: the actual one lies between the duration and this. Default: the duration. */
  jitterDurationMilliseconds?: OfSubject<Subject, number>;
}

export interface StageResult<Subject> {
  /** Changes the subject's record. */
  patch?(subject: Subject): void | Promise<void>;
  /** After the patch: nothing changed that others look at. Default: something did. */
  isSilent?(subject: Subject): boolean;
  /** Events that are told, as they are after the patch. */
  event?(subject: Subject): readonly StageEvent[];
  /** Deletes the object for good. */
  delete?: true;
}

export interface StageEvent {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
}

/** What stages are about: an object of the API, beside whatever else they know. */
export interface StageSubject {
  object: unknown;
}

export function resolveFor<Subject, Value extends number | string | boolean>(
  value: OfSubject<Subject, Value>,
  subject: Subject,
): Value {
  return typeof value === 'function' ? value(subject) : value;
}

export const normal = (reason: string, message: string): StageEvent => ({ type: 'Normal', reason, message });
export const warning = (reason: string, message: string): StageEvent => ({ type: 'Warning', reason, message });
