import type { Catalogue } from './message.ts';

/** 51xx: the clusters behind the gateway. */
export const CLUSTER_MESSAGES: Catalogue = {
  LB5100: {
    title: { en: 'No such cluster', zh: '集群不存在' },
    sentence: { en: 'There is no cluster {cluster}.', zh: '不存在集群 {cluster}。' },
    cause: {
      en: 'It was removed, or the address has another name than the cluster.',
      zh: '集群已被移除，或地址中的名称有误。',
    },
    cure: { en: 'Choose one of the clusters in the list.', zh: '从列表中选择一个集群。' },
  },
};
