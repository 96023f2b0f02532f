export type * from '@luban/manifest/center-api';
