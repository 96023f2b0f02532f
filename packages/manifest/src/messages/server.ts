import type { Catalogue } from './message.ts';

export const SERVER_MESSAGES: Catalogue = {};
