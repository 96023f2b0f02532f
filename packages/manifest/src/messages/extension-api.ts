import type { Catalogue } from './message.ts';

/** 54xx: what extensions add to the API. */
export const EXTENSION_API_MESSAGES: Catalogue = {};
