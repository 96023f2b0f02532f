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
  LB5110: {
    title: { en: 'Kubeconfig cannot be read', zh: '无法读取 kubeconfig' },
    sentence: { en: 'The kubeconfig cannot be read. {reason}', zh: '无法读取 kubeconfig。{reason}' },
    cause: {
      en: 'It is not the whole file, or not YAML of the kind Config.',
      zh: '文件不完整，或不是 Config 类型的 YAML。',
    },
    cure: {
      en: 'Paste what `kubectl config view --raw --minify --flatten` writes.',
      zh: '请粘贴 `kubectl config view --raw --minify --flatten` 的输出。',
    },
  },
  LB5111: {
    title: { en: 'Kubeconfig is too large', zh: 'kubeconfig 过大' },
    sentence: { en: 'The kubeconfig is larger than {limit}.', zh: 'kubeconfig 超过 {limit}。' },
    cause: { en: 'It holds more than one cluster and one user.', zh: '其中包含了不止一个集群和用户。' },
    cure: {
      en: 'Paste what `kubectl config view --raw --minify --flatten` writes.',
      zh: '请粘贴 `kubectl config view --raw --minify --flatten` 的输出。',
    },
  },
  LB5112: {
    title: { en: 'Kubeconfig has aliases', zh: 'kubeconfig 含有别名' },
    sentence: { en: 'The kubeconfig has YAML aliases.', zh: 'kubeconfig 含有 YAML 别名。' },
    cause: {
      en: 'A few lines with aliases can stand for more than a server has memory.',
      zh: '几行别名即可展开成超过服务器内存的内容。',
    },
    cure: { en: 'Write each value where it belongs, without `*`.', zh: '请在相应位置直接写出每个值，不要使用 `*`。' },
  },
  LB5113: {
    title: { en: 'Kubeconfig has a reserved name', zh: 'kubeconfig 含有保留名称' },
    sentence: { en: 'The kubeconfig has a key {key}.', zh: 'kubeconfig 含有键 {key}。' },
    cause: {
      en: 'No kubeconfig needs this name, and it is a known way to attack programs.',
      zh: '任何 kubeconfig 都不需要该名称，而它是已知的攻击手段。',
    },
    cure: { en: 'Take it out.', zh: '请将其删除。' },
  },
  LB5114: {
    title: { en: 'Kubeconfig runs a program', zh: 'kubeconfig 会运行程序' },
    sentence: {
      en: 'The user of the kubeconfig gets its credentials from a program, {command} (`exec`).',
      zh: '该 kubeconfig 的用户通过程序 {command} 获取凭据（`exec`）。',
    },
    cause: { en: 'LuBan would have to run it on its server.', zh: 'LuBan 将不得不在其服务器上运行该程序。' },
    cure: {
      en: 'Create a service account in the cluster with the rights LuBan needs, and use a kubeconfig with its token.',
      zh: '请在集群中创建具有 LuBan 所需权限的服务账户，并使用包含其令牌的 kubeconfig。',
    },
  },
  LB5115: {
    title: { en: 'Kubeconfig has an auth provider', zh: 'kubeconfig 含有认证提供者' },
    sentence: {
      en: 'The user of the kubeconfig gets its credentials from the provider {provider} (`auth-provider`).',
      zh: '该 kubeconfig 的用户通过提供者 {provider} 获取凭据（`auth-provider`）。',
    },
    cause: {
      en: "Such providers belong to a person's computer, and Kubernetes has removed them.",
      zh: '此类提供者只适用于个人电脑，并且已被 Kubernetes 移除。',
    },
    cure: {
      en: 'Create a service account in the cluster with the rights LuBan needs, and use a kubeconfig with its token.',
      zh: '请在集群中创建具有 LuBan 所需权限的服务账户，并使用包含其令牌的 kubeconfig。',
    },
  },
  LB5116: {
    title: { en: 'Kubeconfig names a file', zh: 'kubeconfig 引用了文件' },
    sentence: {
      en: 'The kubeconfig names the file {path} ({field}) instead of containing it.',
      zh: 'kubeconfig 引用了文件 {path}（{field}），而没有包含其内容。',
    },
    cause: {
      en: 'LuBan would read a file of its server that is not meant, or none.',
      zh: 'LuBan 会读取其服务器上并非所指的文件，或根本找不到文件。',
    },
    cure: {
      en: 'Paste what `kubectl config view --raw --minify --flatten` writes; it puts the files in.',
      zh: '请粘贴 `kubectl config view --raw --minify --flatten` 的输出，它会写入文件内容。',
    },
  },
  LB5117: {
    title: { en: 'Kubeconfig trusts any server', zh: 'kubeconfig 信任任意服务器' },
    sentence: {
      en: 'The kubeconfig says `insecure-skip-tls-verify`.',
      zh: 'kubeconfig 中设置了 `insecure-skip-tls-verify`。',
    },
    cause: {
      en: 'Anybody on the way could take the place of the cluster, and get the credentials.',
      zh: '途中的任何人都可以冒充该集群并取得凭据。',
    },
    cure: {
      en: 'Give the authority of the cluster in `certificate-authority-data`; when the certificate is for another name, give that in `tls-server-name`.',
      zh: '请在 `certificate-authority-data` 中提供集群的证书颁发机构；若证书属于其他名称，请在 `tls-server-name` 中提供。',
    },
  },
  LB5118: {
    title: { en: 'Kubeconfig goes through a proxy', zh: 'kubeconfig 使用代理' },
    sentence: {
      en: 'The kubeconfig names a proxy, {proxy} (`proxy-url`).',
      zh: 'kubeconfig 指定了代理 {proxy}（`proxy-url`）。',
    },
    cause: {
      en: 'A proxy that somebody else names would see where LuBan connects to, and could reach other hosts in its place.',
      zh: '由他人指定的代理会得知 LuBan 的连接目标，并可能代替它访问其他主机。',
    },
    cure: {
      en: 'Give an address of the cluster that LuBan reaches by itself.',
      zh: '请提供 LuBan 可以直接访问的集群地址。',
    },
  },
  LB5119: {
    title: { en: 'Kubeconfig has no https address', zh: 'kubeconfig 的地址不是 https' },
    sentence: {
      en: 'The server of the kubeconfig is {server}, which is not https.',
      zh: 'kubeconfig 中的服务器 {server} 不是 https。',
    },
    cause: {
      en: 'Credentials would travel where everybody on the way can read them.',
      zh: '凭据会在途中被任何人读取。',
    },
    cure: { en: 'Give the https address of the API server.', zh: '请提供 API 服务器的 https 地址。' },
  },
  LB5120: {
    title: { en: 'Kubeconfig has a password', zh: 'kubeconfig 含有密码' },
    sentence: {
      en: 'The kubeconfig has a user name or password ({field}).',
      zh: 'kubeconfig 含有用户名或密码（{field}）。',
    },
    cause: { en: 'Kubernetes no longer accepts passwords.', zh: 'Kubernetes 已不再接受密码。' },
    cure: { en: 'Use a certificate or the token of a service account.', zh: '请使用证书或服务账户的令牌。' },
  },
  LB5121: {
    title: { en: 'Kubeconfig is ambiguous', zh: 'kubeconfig 不明确' },
    sentence: {
      en: 'The kubeconfig has several entries and does not say which one counts: {contexts}.',
      zh: 'kubeconfig 含有多个条目，且未说明以哪一个为准：{contexts}。',
    },
    cause: {
      en: 'It was put together from several, or its `current-context` is empty.',
      zh: '它由多个文件合并而成，或 `current-context` 为空。',
    },
    cure: {
      en: 'Paste what `kubectl config view --raw --minify --flatten --context NAME` writes.',
      zh: '请粘贴 `kubectl config view --raw --minify --flatten --context NAME` 的输出。',
    },
  },
  LB5122: {
    title: { en: 'Kubeconfig lacks something', zh: 'kubeconfig 不完整' },
    sentence: { en: 'The kubeconfig lacks {field}.', zh: 'kubeconfig 缺少 {field}。' },
    cause: {
      en: 'It was cut, or its context names an entry that is not there.',
      zh: '内容被截断，或其上下文引用了不存在的条目。',
    },
    cure: {
      en: 'Paste what `kubectl config view --raw --minify --flatten` writes.',
      zh: '请粘贴 `kubectl config view --raw --minify --flatten` 的输出。',
    },
  },
  LB5123: {
    title: { en: 'Kubeconfig has an unusable credential', zh: 'kubeconfig 的凭据不可用' },
    sentence: {
      en: '{field} of the kubeconfig cannot be used. {reason}',
      zh: 'kubeconfig 的 {field} 无法使用。{reason}',
    },
    cause: { en: 'It was damaged on the way, or two files were mixed up.', zh: '内容在传输中损坏，或混淆了两个文件。' },
    cure: {
      en: 'Paste what `kubectl config view --raw --minify --flatten` writes, after `kubectl get nodes` works with it.',
      zh: '请先确认 `kubectl get nodes` 可用，再粘贴 `kubectl config view --raw --minify --flatten` 的输出。',
    },
  },
  LB5124: {
    title: { en: 'Kubeconfig acts as somebody else', zh: 'kubeconfig 模拟其他身份' },
    sentence: {
      en: 'The user of the kubeconfig acts as somebody else ({field}).',
      zh: '该 kubeconfig 的用户模拟了其他身份（{field}）。',
    },
    cause: {
      en: 'LuBan asks clusters in the name of each person itself, which cannot be done twice.',
      zh: 'LuBan 会以每个人的名义访问集群，不能重复模拟。',
    },
    cure: { en: 'Use a kubeconfig of an identity of its own.', zh: '请使用具有独立身份的 kubeconfig。' },
  },
  LB5125: {
    title: { en: 'No cluster in the request', zh: '请求中没有集群' },
    sentence: { en: 'The request has no {field}.', zh: '请求缺少 {field}。' },
    cause: {
      en: 'A Cluster object with the kubeconfig in base64 is expected.',
      zh: '应提供 Cluster 对象，其中的 kubeconfig 采用 base64 编码。',
    },
    cure: {
      en: 'Send `spec.connection.kubeconfig`, and `metadata.name` where the cluster is new.',
      zh: '请提供 `spec.connection.kubeconfig`，新集群还需提供 `metadata.name`。',
    },
  },
  LB5126: {
    title: { en: "Name cannot be a cluster's", zh: '名称不能用于集群' },
    sentence: { en: '{name} cannot be the name of a cluster.', zh: '{name} 不能作为集群名称。' },
    cause: {
      en: 'Names of clusters are parts of addresses: up to 63 lower-case letters, digits and hyphens. `host` is taken by the cluster that LuBan keeps its state in.',
      zh: '集群名称会出现在地址中：最多 63 个小写字母、数字和连字符。`host` 已被 LuBan 保存状态的集群使用。',
    },
    cure: { en: 'Choose another name.', zh: '请选择其他名称。' },
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
