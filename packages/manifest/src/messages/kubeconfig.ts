import type { Catalogue } from './message.ts';

/** 511x and 512x: kubeconfigs, and what LuBan does not take in them. */
export const KUBECONFIG_MESSAGES: Catalogue = {
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
};
