/** Less is the time that a message was on its way. */
const NOTICEABLE = 2_000;

let ahead = 0;

/** For the connection alone. @param now of the gateway, milliseconds of the epoch */
export function noteGatewayTime(now: number): void {
  const difference = now - Date.now();
  ahead = Math.abs(difference) < NOTICEABLE ? 0 : difference;
}

/** The time by the gateway's clock: ages must not be wrong because a computer's clock is. Milliseconds of the epoch. */
export function gatewayNow(): number {
  return Date.now() + ahead;
}
