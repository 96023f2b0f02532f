import type { Catalogue } from './message.ts';

/** 53xx: what people may do. */
export const RIGHTS_MESSAGES: Catalogue = {
  LB5300: {
    title: { en: 'Not allowed', zh: '没有权限' },
    sentence: {
      en: '{user} may not {verb} {resource} in the cluster {cluster}.',
      zh: '{user} 无权在集群 {cluster} 中对 {resource} 执行 {verb}。',
    },
    cause: { en: 'No role of the user has this right.', zh: '该用户的角色均不包含此权限。' },
    cure: { en: 'Ask an administrator for a role that has it.', zh: '请向管理员申请包含此权限的角色。' },
  },
};
