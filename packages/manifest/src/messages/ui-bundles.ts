import type { Catalogue } from './message.ts';

/** 58xx: extensions as Kubernetes objects. */
export const UI_BUNDLE_MESSAGES: Catalogue = {};
