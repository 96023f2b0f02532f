import type { LiveState } from '@luban/kube/live';
import type { Identity } from '../identity/identity.ts';
import type { MessageCode } from './live-problem.ts';

/** What a subscription knows of the tab that it belongs to. */
export interface LiveTab {
  readonly identity: Identity;
  /** Nobody looks at it, or it has not yet taken what was sent: it will be told later. */
  readonly busy: boolean;
  /** @param text a whole message as JSON */
  send(text: string): void;
  sendState(id: number, state: LiveState, details?: { asOf?: number; problem?: MessageCode }): void;
}

/** One thing that a tab follows. */
export interface LiveSubscription extends Disposable {
  readonly cluster: string;
  /** Rights may be others now. */
  recheck(): void;
  /** The tab can be told again. */
  catchUp(): void;
  /** The tab has lost something. */
  resync(): void;
}
