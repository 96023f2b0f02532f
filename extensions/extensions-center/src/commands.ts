import { defineCommand } from '@luban/sdk';
import { MARKETPLACE, REPOSITORIES } from './urls.ts';

export const addRepository = defineCommand(({ context }) => context.navigate(`${REPOSITORIES}?add`));

export const uploadPackage = defineCommand(({ context }) => context.navigate(`${MARKETPLACE}?upload`));
