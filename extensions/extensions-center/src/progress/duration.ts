/** `< 1 s`, `12 s`, `3 min 20 s`, `1 h 5 min`: as long as something took. Units are the same in both languages. */
export function durationText(milliseconds: number): string {
  // Moments come in whole seconds.
  if (milliseconds < 1_000) return '< 1 s';
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Between two moments of the server. Undefined while one of them is not known. */
export function took({ startedAt, endedAt }: { startedAt?: string; endedAt?: string }): number | undefined {
  if (startedAt === undefined || endedAt === undefined) return undefined;
  const milliseconds = Date.parse(endedAt) - Date.parse(startedAt);
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}
