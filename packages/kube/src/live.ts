/** Lists that follow a cluster: what a tab and the gateway say to each other, and what the tab keeps. */
export { cellText } from './live/cell-text.ts';
export type { LiveCell, LiveColumn, LiveMoment, LiveRow } from './live/live-row.ts';
export {
  LIVE_LIMITS,
  LIVE_PATH,
  LIVE_PROTOCOL,
  type LiveClientMessage,
  type LiveColumnPath,
  type LiveDelta,
  type LiveObjectRef,
  type LiveProblem,
  type LiveServerMessage,
  type LiveSnapshot,
  type LiveSort,
  type LiveSource,
  type LiveState,
  type LiveView,
  type LiveWindow,
  type WindowDelta,
} from './live/protocol.ts';
export { TableStore } from './live/table-store.ts';
export { applyWindowDelta, windowDelta } from './live/window-delta.ts';
