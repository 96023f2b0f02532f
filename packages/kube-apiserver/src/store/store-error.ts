/** The store takes no writes at present; reading goes on. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
  /** `closed`: for good. The others end by themselves when the cause has gone. */
  readonly code: 'disk-full' | 'write-failed' | 'closed';

  constructor(code: StoreUnavailable['code'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** What is on the disk cannot be what was written. The store doesn't start, as it would lose data without a word. */
export class StoreCorrupted extends Error {
  override name = 'StoreCorrupted';
  readonly file: string;
  /** Byte of the file where the damage begins. */
  readonly offset: number;

  /** @param cure What a person can do, as a sentence. */
  constructor(file: string, offset: number, problem: string, cure: string) {
    super(`The store does not start, because ${file} is damaged at byte ${offset}: ${problem}. ${cure}`);
    this.file = file;
    this.offset = offset;
  }
}

/** Another process works with the directory. */
export class StoreLocked extends Error {
  override name = 'StoreLocked';
  readonly file: string;

  constructor(file: string, message: string) {
    super(message);
    this.file = file;
  }
}

/** The object is larger than any that is kept. */
export class ObjectTooLarge extends Error {
  override name = 'ObjectTooLarge';

  constructor() {
    super('etcdserver: request is too large');
  }
}
