import type { Catalogue } from './message.ts';

export const LOADING_MESSAGES: Catalogue = {};
