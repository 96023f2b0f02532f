import { liveBinding } from './live-binding.ts';
import { LiveConnection } from './live-connection.ts';

/** The one connection that all extensions of the page share. */
export function pageConnection(): LiveConnection {
  const binding = liveBinding();
  if (binding === undefined) throw new Error('There is no console on this page that live data could come from.');
  if (!(binding.made instanceof LiveConnection)) binding.made = new LiveConnection({ url: binding.url });
  return binding.made as LiveConnection;
}
