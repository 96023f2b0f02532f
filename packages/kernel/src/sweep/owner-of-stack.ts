/** Path of an extension's file: `/ext/<name>/<version>/…`, as the index gives it in `base`. */
const FILE = /\/ext\/([^/\s)]+)\/([^/\s)]+)\//;
/** The file that a frame names: `at f (url:1:2)` in Chromium, `f@url:1:2` in Firefox and Safari. */
const FRAME = /(?:https?|file):\/\/[^\s)]+/;

export interface StackOwner {
  name: string;
  version: string;
}

/**
 * The extension version whose file holds the nearest frame of a stack, or undefined when that frame is the console's own.
 * Frames without a file, such as `Array.forEach`, do not count.
 */
export function ownerOfStack(stack: string = new Error().stack ?? ''): StackOwner | undefined {
  for (const line of stack.split('\n')) {
    const url = FRAME.exec(line)?.[0];
    if (url === undefined) continue;
    const file = FILE.exec(url);
    return file ? { name: decodeURIComponent(file[1]!), version: decodeURIComponent(file[2]!) } : undefined;
  }
  return undefined;
}
