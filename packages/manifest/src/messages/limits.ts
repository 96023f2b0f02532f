import type { Catalogue } from './message.ts';

/** 57xx: limits and operation. */
export const LIMITS_MESSAGES: Catalogue = {
  LB5700: {
    title: { en: 'Too many requests', zh: '请求过多' },
    sentence: {
      en: 'Too many requests of {who} ({verbs}). Try again in {seconds} s.',
      zh: '{who} 的请求过多（{verbs}），请在 {seconds} 秒后重试。',
    },
    cause: {
      en: 'Requests are limited for each user, service account and address, so that one of them leaves room for the others.',
      zh: '系统按用户、服务帐户和地址分别限制请求速率，以免其中之一影响其他人。',
    },
    cure: {
      en: 'Wait as long as the answer says. An administrator can raise the limit in the ConfigMap luban-limits.',
      zh: '请按响应中的时间等待后重试。管理员可在 ConfigMap luban-limits 中调高限制。',
    },
  },
  LB5701: {
    title: { en: 'Too many open streams', zh: '打开的流过多' },
    sentence: {
      en: '{who} has {most} streams open already.',
      zh: '{who} 已打开 {most} 个流。',
    },
    cause: {
      en: 'WebSockets, watches and followed logs that are open at once are limited for each user, service account and address.',
      zh: '系统按用户、服务帐户和地址限制同时打开的 WebSocket、监听和日志跟踪的数量。',
    },
    cure: {
      en: 'Close tabs and programs that are no longer used. An administrator can raise the limit in the ConfigMap luban-limits.',
      zh: '请关闭不再使用的标签页和程序。管理员可在 ConfigMap luban-limits 中调高限制。',
    },
  },
  LB5702: {
    title: { en: 'Limits were not taken', zh: '限制配置未生效' },
    sentence: {
      en: 'The ConfigMap luban-limits was not taken: {field} {reason}.',
      zh: 'ConfigMap luban-limits 未生效：{field} {reason}。',
    },
    cause: {
      en: 'The text under limits.yaml has a mistake. The limits from before hold on.',
      zh: 'limits.yaml 的内容有误，之前的限制继续生效。',
    },
    cure: {
      en: 'Correct the field; the change holds within a second.',
      zh: '请修正该字段；修改后一秒内即可生效。',
    },
  },
  LB5703: {
    title: { en: 'Question for the audit is not valid', zh: '审计查询无效' },
    sentence: {
      en: 'The parameter {parameter} of the audit {reason}.',
      zh: '审计查询的参数 {parameter} 无效：{reason}。',
    },
    cause: {
      en: 'The address asks in a way that the audit does not know.',
      zh: '地址中的查询方式不受支持。',
    },
    cure: {
      en: 'There are user, verb, cluster, namespace, resource, outcome, since, until, limit and follow.',
      zh: '可用的参数有 user、verb、cluster、namespace、resource、outcome、since、until、limit 和 follow。',
    },
  },
  LB5704: {
    title: { en: 'Metrics are not for everybody', zh: '无权读取指标' },
    sentence: { en: 'The metrics were not given out.', zh: '未提供指标。' },
    cause: {
      en: 'They need the token that LUBAN_METRICS_TOKEN sets, or the right to get /metrics.',
      zh: '读取指标需要 LUBAN_METRICS_TOKEN 所设置的令牌，或对 /metrics 的 get 权限。',
    },
    cure: {
      en: 'Send the token as a bearer token, or ask an administrator for the right.',
      zh: '请以 Bearer 令牌方式发送该令牌，或向管理员申请权限。',
    },
  },
};
