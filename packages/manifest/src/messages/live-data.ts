import type { Catalogue } from './message.ts';

/** 55xx: lists that follow the cluster. */
export const LIVE_DATA_MESSAGES: Catalogue = {};
