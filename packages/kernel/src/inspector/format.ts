/** `12.4 ms`; `–` for what was not measured. */
export function milliseconds(value: number | undefined): string {
  if (value === undefined) return '–';
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

/** `48.2 kB`; `–` for nothing. */
export function bytes(value: number): string {
  return value === 0 ? '–' : `${(value / 1000).toFixed(1)} kB`;
}

/** `14:03:07.125` in the time zone of this browser. */
export function clockTime(at: number): string {
  const time = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  const millisecond = String(time.getMilliseconds()).padStart(3, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${millisecond}`;
}
