import type { Catalogue } from './message.ts';

/** 52xx: signing in, and who somebody is. */
export const IDENTITY_MESSAGES: Catalogue = {};
