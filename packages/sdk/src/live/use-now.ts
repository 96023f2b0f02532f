import { useEffect, useState } from 'react';
import { gatewayNow } from './gateway-clock.ts';

/**
 * Milliseconds of the epoch by the gateway's clock, anew every so often while the component stands: for ages.
 *
 * @param every milliseconds. Default: 1,000
 */
export function useNow(every = 1_000): number {
  const [now, setNow] = useState(gatewayNow);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState !== 'hidden') setNow(gatewayNow());
    }, every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
