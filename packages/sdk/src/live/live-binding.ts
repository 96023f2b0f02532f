export interface LiveBinding {
  /** `wss://console.example/api/live` */
  url: string;
  /** What was made with it, and ends with it. */
  made?: Disposable;
}

let bound: LiveBinding | undefined;

/**
 * For the shell alone: where live data comes from. Nothing connects before an extension asks, and the code for it is not
 * the shell's to load.
 *
 * @param url `wss://console.example/api/live`
 */
export function bindLiveData(url: string): Disposable {
  const binding: LiveBinding = { url };
  bound?.made?.[Symbol.dispose]();
  bound = binding;
  return {
    [Symbol.dispose]() {
      binding.made?.[Symbol.dispose]();
      if (bound === binding) bound = undefined;
    },
  };
}

export const liveBinding = (): LiveBinding | undefined => bound;
