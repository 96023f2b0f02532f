import type { Catalogue } from './message.ts';

/** 51xx: the clusters behind the gateway, and the addresses that it may reach. */
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
  LB5101: {
    title: { en: 'Address out of bounds', zh: '地址不允许访问' },
    sentence: {
      en: 'The host {host} stands for {address}, which is a {range} address or port that LuBan does not connect to.',
      zh: '主机 {host} 指向 {address}，属于 {range} 地址或端口，LuBan 不会连接。',
    },
    cause: {
      en: 'Through such a URL somebody could reach what only the server of LuBan can reach: its own machine, its network, the metadata of its cloud.',
      zh: '通过这样的 URL，他人可能访问只有 LuBan 服务器才能到达的地方：服务器本机、其内部网络或云平台的元数据服务。',
    },
    cure: {
      en: 'If the host is meant, an administrator lists it in `LUBAN_ALLOW_HOSTS`, with its port or without, and starts LuBan again.',
      zh: '如果确实需要访问该主机，请管理员将其（可带端口）加入 `LUBAN_ALLOW_HOSTS` 并重新启动 LuBan。',
    },
  },
  LB5102: {
    title: { en: 'Not a URL', zh: '不是有效的 URL' },
    sentence: { en: '{url} is no URL with a host.', zh: '{url} 不是带有主机名的 URL。' },
    cause: {
      en: 'The scheme or the host is missing, or has characters that neither may have.',
      zh: '缺少协议或主机名，或包含不允许的字符。',
    },
    cure: {
      en: 'Write it in full, such as `https://example.com:6443`.',
      zh: '请写出完整的 URL，例如 `https://example.com:6443`。',
    },
  },
};
