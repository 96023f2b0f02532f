import type { Catalogue } from './message.ts';

/** 57xx: limits and operation. */
export const LIMITS_MESSAGES: Catalogue = {};
