/** A start that cannot succeed before a person did something; the message says what. */
export class StartFailure extends Error {
  override name = 'StartFailure';
}

const CURES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another program has the port. Set PORT to a free one, or to 0.',
  EADDRNOTAVAIL: 'This computer does not have that address. Correct LUBAN_HOST.',
  ENOTFOUND: 'That host is not known. Correct LUBAN_HOST.',
  EACCES: 'Correct PORT, or the rights of the folder that LUBAN_DATA_DIR names.',
  EPERM: 'Correct the rights of the folder that LUBAN_DATA_DIR names.',
  EROFS: 'Set LUBAN_DATA_DIR to a folder that can be written.',
  ENOTDIR: 'Set LUBAN_DATA_DIR to a folder; a part of that path is a file.',
  EEXIST: 'Set LUBAN_DATA_DIR to a folder; there is a file of that name.',
  ENOSPC: 'The disk is full. Make room, or set LUBAN_DATA_DIR to another one.',
};

/** What a person is told about a failed start: for expected failures the cure, for others all there is. */
export function explainStartFailure(error: unknown): string {
  if (error instanceof StartFailure) return error.message;
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return Object.hasOwn(CURES, code) ? `${error.message}\n${CURES[code]}` : (error.stack ?? error.message);
}
