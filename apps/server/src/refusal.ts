/** A request that is answered with a number of the message catalogue instead of a result. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly status: number;
  /** `LB5006` */
  readonly code: string;
  readonly params: Record<string, string | number>;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    params: Record<string, string | number> = {},
    options: { cause?: unknown; headers?: Record<string, string> } = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`, { cause: options.cause });
    this.status = status;
    this.code = code;
    this.params = params;
    this.headers = options.headers ?? {};
  }
}
