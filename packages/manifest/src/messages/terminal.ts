import type { Catalogue } from './message.ts';

/** 56xx: terminals and files. */
export const TERMINAL_MESSAGES: Catalogue = {};
