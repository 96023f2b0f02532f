/** A module's default export, named by a literal import; the build reads it and never calls it. */
export type Load<T> = () => Promise<{ default: T }>;

/** Another export of a module, see `exported`. */
export interface NamedLoad<T> {
  (): Promise<unknown>;
  readonly exportName: string;
  /** Carries the type alone; never set. */
  readonly type?: T;
}

/** Where in `extension.ts` an export of a module is named. */
export type Lazy<T> = Load<T> | NamedLoad<T>;

/** An export other than the default one: `exported(() => import('./src/commands.ts'), 'copyName')`. */
export function exported<M extends object, const K extends keyof M & string>(
  load: () => Promise<M>,
  name: K,
): NamedLoad<M[K]> {
  return Object.assign(load, { exportName: name });
}
