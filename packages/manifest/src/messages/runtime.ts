import type { Catalogue } from './message.ts';

export const RUNTIME_MESSAGES: Catalogue = {};
