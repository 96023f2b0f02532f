import type { Catalogue } from './message.ts';

export const MANIFEST_MESSAGES: Catalogue = {};
