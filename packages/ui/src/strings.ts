/** Every word that the components say by themselves. Overridable in part through `UiProvider`. */
export interface UiStrings {
  readonly breadcrumbs: string;
  readonly cancel: string;
  readonly clear: string;
  readonly close: string;
  readonly copied: string;
  readonly copy: string;
  readonly copyFailed: string;
  readonly dismiss: string;
  readonly done: string;
  readonly failed: string;
  readonly forbidden: string;
  readonly hidePassword: string;
  readonly inProgress: string;
  readonly loading: string;
  readonly noRows: string;
  readonly noRowsHint: string;
  readonly notAvailable: string;
  readonly notifications: string;
  readonly required: string;
  readonly search: string;
  readonly select: string;
  readonly showPassword: string;
  readonly sortedAscending: string;
  readonly sortedDescending: string;
  readonly stillLoading: string;
  readonly tryAgain: string;
  readonly typeToConfirm: (text: string) => string;
  readonly upcoming: string;
  readonly current: string;
  readonly now: string;
}
