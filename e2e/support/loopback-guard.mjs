// Loaded ahead of everything, also in the processes that are started from here: connections leave for loopback alone.
import { Socket } from 'node:net';

const connect = Socket.prototype.connect;

Socket.prototype.connect = function guarded(...words) {
  const [first] = Array.isArray(words[0]) ? words[0] : words;
  const host = typeof first === 'object' && first !== null ? first.host : words[1];
  const isLocal = first?.path !== undefined || host === undefined || /^(?:localhost|127\.[\d.]+|::1)$/.test(host);
  if (!isLocal) {
    this.destroy(Object.assign(new Error(`connect ENETUNREACH ${host}`), { code: 'ENETUNREACH' }));
    return this;
  }
  return connect.apply(this, words);
};
