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
  LB5301: {
    title: { en: 'Not the name of a place', zh: '地点名称无效' },
    sentence: {
      en: 'The parameter {parameter} is not a name that a cluster, workspace or namespace can have.',
      zh: '参数 {parameter} 不是有效的集群、企业空间或命名空间名称。',
    },
    cause: {
      en: 'Such names are lower-case letters, digits, hyphens and dots.',
      zh: '此类名称仅可包含小写字母、数字、连字符和点。',
    },
    cure: { en: 'Correct the address of the request.', zh: '请修正请求地址。' },
  },
};
