import { KUBECONFIG_MESSAGES } from './kubeconfig.ts';
import type { Catalogue } from './message.ts';

/** 51xx: the clusters behind the gateway, and the addresses that it may reach. */
export const CLUSTER_MESSAGES: Catalogue = {
  ...KUBECONFIG_MESSAGES,
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
  LB5103: {
    title: { en: 'Cluster does not answer', zh: '集群无响应' },
    sentence: { en: 'The cluster {cluster} does not answer. {reason}', zh: '集群 {cluster} 没有响应。{reason}' },
    cause: {
      en: 'Requests are not sent to it until it answers again, so that nobody waits for it.',
      zh: '在恢复响应之前，请求不会再发送给该集群，以免任何人等待。',
    },
    cure: {
      en: 'See that its API server runs and can be reached from LuBan; LuBan notices by itself when it is back.',
      zh: '请确认其 API 服务器正在运行，并且 LuBan 可以访问；恢复后 LuBan 会自动发现。',
    },
  },
  LB5104: {
    title: { en: "Cluster refuses LuBan's credentials", zh: '集群拒绝 LuBan 的凭据' },
    sentence: {
      en: 'The cluster {cluster} does not accept the credentials that LuBan has for it.',
      zh: '集群 {cluster} 不接受 LuBan 持有的凭据。',
    },
    cause: {
      en: 'The certificate or token in its kubeconfig has expired or was revoked. Your own session is in order.',
      zh: '其 kubeconfig 中的证书或令牌已过期或被吊销。您自己的会话没有问题。',
    },
    cure: { en: 'An administrator renews the kubeconfig of the cluster.', zh: '请管理员更新该集群的 kubeconfig。' },
  },
  LB5105: {
    title: { en: 'Cluster took too long', zh: '集群响应超时' },
    sentence: {
      en: 'The cluster {cluster} did not begin to answer within {seconds} s.',
      zh: '集群 {cluster} 在 {seconds} 秒内没有开始响应。',
    },
    cause: {
      en: 'Its API server is overloaded, or something behind it is slow, such as an aggregated API or a webhook.',
      zh: '其 API 服务器负载过高，或其后的组件较慢，例如聚合 API 或 webhook。',
    },
    cure: { en: 'Try again; a write may have been carried out nevertheless.', zh: '请重试；写操作可能仍已执行。' },
  },
  LB5106: {
    title: { en: "Cluster's answer is no answer", zh: '集群的响应无效' },
    sentence: {
      en: 'What the cluster {cluster} sent is no answer of a Kubernetes API. {reason}',
      zh: '集群 {cluster} 返回的内容不是 Kubernetes API 的响应。{reason}',
    },
    cause: {
      en: 'Something else listens at its address, or something in between breaks the connection.',
      zh: '其地址上运行着其他程序，或中间设备破坏了连接。',
    },
    cure: {
      en: 'Correct the address in the kubeconfig of the cluster, or look at the proxy in front of it.',
      zh: '请更正该集群 kubeconfig 中的地址，或检查其前面的代理。',
    },
  },
  LB5107: {
    title: { en: 'Path is not passed on', zh: '路径不会被转发' },
    sentence: { en: 'The path {path} is not passed on to a cluster.', zh: '路径 {path} 不会被转发给集群。' },
    cause: {
      en: 'It has parts such as `..`, an empty part or an encoded slash, which servers read differently.',
      zh: '其中含有 `..`、空的部分或经过编码的斜杠，不同服务器对它们的理解不同。',
    },
    cure: { en: 'Write the path as the API has it.', zh: '请按 API 的形式书写路径。' },
  },
  LB5108: {
    title: { en: 'Cluster is not loaded as a part of the page', zh: '集群内容不能作为页面的一部分加载' },
    sentence: {
      en: 'A page may not load {path} from a cluster as a {destination}.',
      zh: '页面不得将集群的 {path} 作为 {destination} 加载。',
    },
    cause: {
      en: 'What runs in a cluster would act with the rights of whoever looks at the page.',
      zh: '否则集群中运行的内容将以页面查看者的权限执行。',
    },
    cure: {
      en: 'Ask for it as data, or open it with `kubectl port-forward`.',
      zh: '请以数据方式请求，或使用 `kubectl port-forward` 打开。',
    },
  },
  LB5109: {
    title: { en: 'Page of another origin', zh: '来自其他来源的页面' },
    sentence: {
      en: 'A connection to {path} was asked for by a page of another origin.',
      zh: '其他来源的页面请求了到 {path} 的连接。',
    },
    cause: {
      en: 'Browsers send cookies along with connections that any page opens; only pages of this console may.',
      zh: '浏览器会在任意页面打开的连接中附带 Cookie，而只有本控制台的页面才被允许。',
    },
    cure: {
      en: 'Open the console at one address. Programs use a token instead of the cookie.',
      zh: '请使用同一个地址打开控制台；程序请使用令牌而不是 Cookie。',
    },
  },
  LB5130: {
    title: { en: 'Cluster cannot be reached', zh: '无法访问集群' },
    sentence: { en: 'LuBan cannot reach {server}. {reason}', zh: 'LuBan 无法访问 {server}。{reason}' },
    cause: {
      en: 'The address is wrong or only valid elsewhere, a firewall is in between, or the server does not run.',
      zh: '地址有误或仅在别处有效、中间有防火墙，或服务器没有运行。',
    },
    cure: {
      en: 'Give an address that the server of LuBan reaches, and an authority that its certificate is signed by.',
      zh: '请提供 LuBan 服务器可以访问的地址，以及签发其证书的颁发机构。',
    },
  },
  LB5131: {
    title: { en: 'Cluster refuses the credentials', zh: '集群拒绝凭据' },
    sentence: {
      en: 'The cluster at {server} does not accept the credentials of the kubeconfig. {reason}',
      zh: '位于 {server} 的集群不接受 kubeconfig 中的凭据。{reason}',
    },
    cause: {
      en: 'They have expired, were revoked, belong to another cluster, or may do less than LuBan needs.',
      zh: '凭据已过期、被吊销、属于其他集群，或权限少于 LuBan 所需。',
    },
    cure: {
      en: 'Make a service account that is bound to `cluster-admin`, and use a kubeconfig with its token.',
      zh: '请创建绑定到 `cluster-admin` 的服务账户，并使用包含其令牌的 kubeconfig。',
    },
  },
  LB5132: {
    title: { en: 'Cluster is imported already', zh: '集群已导入' },
    sentence: { en: 'This cluster is imported already, as {cluster}.', zh: '该集群已以 {cluster} 的名称导入。' },
    cause: {
      en: 'Clusters are told apart by the uid of their namespace kube-system, whatever their address.',
      zh: '集群以其 kube-system 命名空间的 uid 区分，与地址无关。',
    },
    cure: {
      en: 'Use the cluster in the list; to change its credentials, renew its kubeconfig.',
      zh: '请使用列表中的集群；如需更换凭据，请更新其 kubeconfig。',
    },
  },
  LB5133: {
    title: { en: 'Cluster is managed from elsewhere', zh: '集群由其他主集群管理' },
    sentence: {
      en: 'This cluster is managed by another host cluster, {host}.',
      zh: '该集群由另一个主集群 {host} 管理。',
    },
    cause: { en: 'Two hosts would each undo what the other does.', zh: '两个主集群会互相覆盖对方的操作。' },
    cure: {
      en: 'Remove it there first. When that host is gone, take the annotation {annotation} off the namespace {namespace}.',
      zh: '请先在那里移除。若该主集群已不存在，请从命名空间 {namespace} 删除注解 {annotation}。',
    },
  },
  LB5134: {
    title: { en: 'Kubeconfig is of another cluster', zh: 'kubeconfig 属于其他集群' },
    sentence: {
      en: 'The kubeconfig leads to another cluster than {cluster}.',
      zh: '该 kubeconfig 指向的不是集群 {cluster}。',
    },
    cause: {
      en: 'The uid of its namespace kube-system is {found}, and that of {cluster} is {wanted}.',
      zh: '其 kube-system 命名空间的 uid 为 {found}，而 {cluster} 的为 {wanted}。',
    },
    cure: {
      en: 'Give a kubeconfig of {cluster}, or import the other cluster under a name of its own.',
      zh: '请提供 {cluster} 的 kubeconfig，或以其他名称导入另一个集群。',
    },
  },
  LB5135: {
    title: { en: 'Cluster has no kubeconfig', zh: '集群没有 kubeconfig' },
    sentence: { en: 'There is no kubeconfig of the cluster {cluster}.', zh: '集群 {cluster} 没有 kubeconfig。' },
    cause: {
      en: 'Its Secret {secret} is missing, or the agent of the cluster has not connected yet.',
      zh: '其 Secret {secret} 不存在，或该集群的代理尚未连接。',
    },
    cure: { en: 'Renew the kubeconfig of the cluster.', zh: '请更新该集群的 kubeconfig。' },
  },
};
