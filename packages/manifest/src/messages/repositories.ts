import type { Catalogue } from './message.ts';

/** 7201 to 7229: repositories and registries. */
export const REPOSITORY_MESSAGES: Catalogue = {
  LB7201: {
    title: { en: 'Host was not found', zh: '找不到主机' },
    sentence: { en: '{host} is no name that this server can resolve.', zh: '本服务器无法解析 {host}。' },
    cause: {
      en: 'The name is misspelt, or the name server of this machine does not know it.',
      zh: '名称拼写有误，或本机使用的 DNS 服务器不认识该名称。',
    },
    cure: {
      en: 'Check the address, and whether the machine that LuBan runs on resolves it.',
      zh: '请检查地址，并确认运行 LuBan 的机器能够解析它。',
    },
  },
  LB7202: {
    title: { en: 'Host does not take connections', zh: '主机拒绝连接' },
    sentence: { en: 'Nothing at {host} takes connections.', zh: '{host} 没有接受连接。' },
    cause: {
      en: 'No server listens at that port, or a firewall turns connections away.',
      zh: '该端口上没有服务在监听，或防火墙拒绝了连接。',
    },
    cure: {
      en: 'Check host and port, and the network between LuBan and the repository.',
      zh: '请检查主机和端口，以及 LuBan 与仓库之间的网络。',
    },
  },
  LB7203: {
    title: { en: 'Repository took too long', zh: '仓库响应超时' },
    sentence: { en: '{host} did not answer in time: {url}', zh: '{host} 未能及时响应：{url}' },
    cause: {
      en: 'The server is slow or overloaded, or packets get lost on the way.',
      zh: '服务器缓慢或过载，或网络丢包。',
    },
    cure: {
      en: 'Try again. Check whether the machine that LuBan runs on reaches the address at all.',
      zh: '请重试，并检查运行 LuBan 的机器能否访问该地址。',
    },
  },
  LB7204: {
    title: { en: 'Certificate of an unknown authority', zh: '证书颁发机构未知' },
    sentence: {
      en: 'The certificate of {host} comes from an authority that is not trusted here.',
      zh: '{host} 的证书由此处不信任的机构颁发。',
    },
    cause: {
      en: 'The repository has a certificate of its own, or one of a company’s authority.',
      zh: '仓库使用自签名证书，或企业内部机构颁发的证书。',
    },
    cure: {
      en: 'Put the authority’s certificate into spec.caBundle of the Repository, as base64 of PEM.',
      zh: '请将该机构的证书（PEM 的 base64）写入 Repository 的 spec.caBundle。',
    },
  },
  LB7205: {
    title: { en: 'Certificate does not hold', zh: '证书无效' },
    sentence: { en: 'The certificate of {host} was not taken: {reason}.', zh: '未接受 {host} 的证书：{reason}。' },
    cause: { en: 'It has expired, or it was made for another name.', zh: '证书已过期，或不是为该名称签发的。' },
    cure: {
      en: 'Renew the certificate, or use the name that it was made for.',
      zh: '请更新证书，或使用证书所对应的名称。',
    },
  },
  LB7206: {
    title: { en: 'Access was refused', zh: '访问被拒绝' },
    sentence: { en: '{host} refused access with status {status}: {url}', zh: '{host} 以状态 {status} 拒绝访问：{url}' },
    cause: {
      en: 'User name or password are missing or wrong, or the user may not read this. Registries answer the same for what does not exist.',
      zh: '用户名或密码缺失或错误，或该用户无权读取。对于不存在的内容，镜像仓库也可能这样回答。',
    },
    cure: {
      en: 'Check spec.basicAuth of the Repository, and the path.',
      zh: '请检查 Repository 的 spec.basicAuth 以及路径。',
    },
  },
  LB7207: {
    title: { en: 'No index of a Helm repository', zh: '没有 Helm 仓库索引' },
    sentence: { en: 'There is no index.yaml at {url}.', zh: '{url} 没有 index.yaml。' },
    cause: { en: 'The address is not the folder of a Helm repository.', zh: '该地址不是 Helm 仓库所在的目录。' },
    cure: {
      en: 'Name the folder that holds index.yaml. Registries begin with oci://.',
      zh: '请填写包含 index.yaml 的目录。OCI 仓库的地址以 oci:// 开头。',
    },
  },
  LB7208: {
    title: { en: 'Repository failed', zh: '仓库出错' },
    sentence: { en: '{host} answered with status {status}: {url}', zh: '{host} 返回状态 {status}：{url}' },
    cause: { en: 'The repository has a problem of its own.', zh: '仓库自身出现了问题。' },
    cure: { en: 'Try again later, or ask whoever runs the repository.', zh: '请稍后重试，或联系仓库的管理者。' },
  },
  LB7209: {
    title: { en: 'Not an index of a Helm repository', zh: '不是 Helm 仓库索引' },
    sentence: {
      en: 'What is at {url} is no index of a Helm repository: it {reason}.',
      zh: '{url} 的内容不是 Helm 仓库索引：{reason}。',
    },
    cause: {
      en: 'The address leads to a web page or to something else, or the index is damaged.',
      zh: '该地址指向网页或其他内容，或索引已损坏。',
    },
    cure: {
      en: 'Name the folder that holds index.yaml, or have the index made anew with helm repo index.',
      zh: '请填写包含 index.yaml 的目录，或用 helm repo index 重新生成索引。',
    },
  },
  LB7210: {
    title: { en: 'Address of neither kind', zh: '地址类型不支持' },
    sentence: {
      en: '“{url}” is the address of neither a Helm repository nor a registry.',
      zh: '“{url}”既不是 Helm 仓库的地址，也不是镜像仓库的地址。',
    },
    cause: {
      en: 'Addresses begin with https://, http:// or oci://, and name a host.',
      zh: '地址应以 https://、http:// 或 oci:// 开头，并包含主机名。',
    },
    cure: {
      en: 'Write the whole address, such as https://charts.example.com/extensions.',
      zh: '请填写完整地址，例如 https://charts.example.com/extensions。',
    },
  },
  LB7211: {
    title: { en: 'Too large', zh: '内容过大' },
    sentence: { en: '{url} is larger than {limit}.', zh: '{url} 大于 {limit}。' },
    cause: {
      en: 'Sizes are limited, so that no repository fills the memory of the server.',
      zh: '系统限制大小，以免仓库耗尽服务器内存。',
    },
    cure: { en: 'Check what is there; keep fewer versions in an index.', zh: '请检查其内容；可减少索引中保留的版本。' },
  },
  LB7212: {
    title: { en: 'Redirect was not followed', zh: '未跟随重定向' },
    sentence: { en: '{url} leads to {target}, which was not followed.', zh: '{url} 重定向到 {target}，未跟随。' },
    cause: {
      en: 'Three redirects are followed at most, never from https to http, and only to https and http.',
      zh: '最多跟随三次重定向，不会从 https 转到 http，且只跟随 https 和 http。',
    },
    cure: { en: 'Name the address at the end of the redirects.', zh: '请直接填写重定向最终的地址。' },
  },
  LB7213: {
    title: { en: 'Connection broke', zh: '连接中断' },
    sentence: { en: 'The connection to {host} broke: {reason}.', zh: '与 {host} 的连接中断：{reason}。' },
    cause: {
      en: 'The other side or something on the way ended it, or it speaks another protocol.',
      zh: '对方或网络中的设备终止了连接，或对方使用其他协议。',
    },
    cure: {
      en: 'Try again. Check whether the address begins with https:// or http:// as the server wants it.',
      zh: '请重试，并检查地址应以 https:// 还是 http:// 开头。',
    },
  },
  LB7214: {
    title: { en: 'Authorities do not read', zh: '无法读取证书' },
    sentence: { en: 'spec.caBundle holds no certificates that can be read.', zh: 'spec.caBundle 中没有可读取的证书。' },
    cause: {
      en: 'It has to be base64 of PEM, which begins with “-----BEGIN CERTIFICATE-----”.',
      zh: '其内容应为 PEM 的 base64，PEM 以“-----BEGIN CERTIFICATE-----”开头。',
    },
    cure: { en: 'Write it anew: base64 -w0 ca.crt.', zh: '请重新写入：base64 -w0 ca.crt。' },
  },
  LB7215: {
    title: { en: 'Chart is listed badly', zh: 'Chart 条目有误' },
    sentence: { en: '{chart} is listed badly: {field} {reason}.', zh: '{chart} 的条目有误：{field} {reason}。' },
    cause: { en: 'The index of the repository was written by hand, or damaged.', zh: '仓库索引由手工编写，或已损坏。' },
    cure: {
      en: 'Have it mended, or made anew with helm repo index. The other charts are there.',
      zh: '请修正，或用 helm repo index 重新生成。其他 Chart 不受影响。',
    },
  },
  LB7216: {
    title: { en: 'Version is listed twice', zh: '版本重复' },
    sentence: {
      en: '{chart} {version} is there twice; the first one counts.',
      zh: '{chart} {version} 出现两次，以第一个为准。',
    },
    cause: { en: 'The repository lists two archives for one version.', zh: '仓库为同一版本列出了两个文件。' },
    cure: { en: 'Remove one of them from the repository.', zh: '请从仓库中移除其中一个。' },
  },
  LB7217: {
    title: { en: 'Archive is not there', zh: '文件不存在' },
    sentence: { en: 'The repository lists {url}, which is not there.', zh: '仓库列出了 {url}，但该文件不存在。' },
    cause: { en: 'The archive was removed, and the index not made anew.', zh: '文件已被删除，而索引没有更新。' },
    cure: { en: 'Put the archive there, or make the index anew.', zh: '请补上该文件，或重新生成索引。' },
  },
  LB7218: {
    title: { en: 'Other content than listed', zh: '内容与清单不符' },
    sentence: {
      en: '{url} has the digest {found}, and {expected} was announced.',
      zh: '{url} 的摘要为 {found}，而声明的是 {expected}。',
    },
    cause: {
      en: 'The archive was changed after it was listed, or it was damaged or replaced on the way.',
      zh: '文件在列出之后被更改，或在传输中损坏或被替换。',
    },
    cure: {
      en: 'Have the index made anew if the change was meant. Never put another content under the same version.',
      zh: '如更改属实，请重新生成索引。不要在同一版本下更换内容。',
    },
  },
  LB7219: {
    title: { en: 'Address of a registry', zh: '这是镜像仓库的地址' },
    sentence: {
      en: 'What answers there is a registry, not a Helm repository: {url}',
      zh: '该地址是镜像仓库，而不是 Helm 仓库：{url}',
    },
    cause: { en: 'The address begins as one of the web does.', zh: '该地址以网页地址的形式开头。' },
    cure: { en: 'Write it with oci:// at its beginning.', zh: '请以 oci:// 开头填写地址。' },
  },
  LB7220: {
    title: { en: 'No registry', zh: '不是镜像仓库' },
    sentence: { en: 'What answers at {host} is no OCI registry.', zh: '{host} 上的服务不是 OCI 镜像仓库。' },
    cause: { en: 'It does not answer at /v2/ as registries do.', zh: '它在 /v2/ 上没有按镜像仓库的方式响应。' },
    cure: {
      en: 'Check host and port. Helm repositories begin with https://.',
      zh: '请检查主机和端口。Helm 仓库的地址以 https:// 开头。',
    },
  },
  LB7221: {
    title: { en: 'Registry tells no catalogue', zh: '镜像仓库不提供目录' },
    sentence: {
      en: '{host} does not tell which charts are below “{path}”.',
      zh: '{host} 不提供“{path}”下的 Chart 目录。',
    },
    cause: {
      en: 'Many registries do not list what they have, or not to everybody.',
      zh: '许多镜像仓库不列出其内容，或不向所有人列出。',
    },
    cure: {
      en: 'Name the charts in the annotation luban.dev/oci-references of the Repository, such as clock:1.0.0, weather.',
      zh: '请在 Repository 的注解 luban.dev/oci-references 中写明 Chart，例如 clock:1.0.0, weather。',
    },
  },
  LB7222: {
    title: { en: 'Reference does not read', zh: '引用格式有误' },
    sentence: {
      en: '“{reference}” is no reference to a chart in a registry.',
      zh: '“{reference}”不是镜像仓库中 Chart 的引用。',
    },
    cause: {
      en: 'References look like oci://registry.example.com/path/name:version.',
      zh: '引用的格式为 oci://registry.example.com/path/name:version。',
    },
    cure: {
      en: 'Correct the reference. Names of repositories are in lower case.',
      zh: '请修正引用。仓库名称使用小写字母。',
    },
  },
  LB7223: {
    title: { en: 'Nothing at the reference', zh: '引用不存在' },
    sentence: { en: 'The registry has no {reference}.', zh: '镜像仓库中没有 {reference}。' },
    cause: { en: 'It was removed, never pushed, or is spelt differently.', zh: '它已被删除、从未推送，或拼写不同。' },
    cure: { en: 'Check the reference, or push the chart: helm push.', zh: '请检查引用，或推送 Chart：helm push。' },
  },
  LB7224: {
    title: { en: 'Reference in the annotation does not read', zh: '注解中的引用有误' },
    sentence: {
      en: '“{reference}” in luban.dev/oci-references names no chart.',
      zh: 'luban.dev/oci-references 中的“{reference}”没有指明 Chart。',
    },
    cause: {
      en: 'It has to be a name below the repository’s path, and may have a version: clock, tools/clock:1.0.0.',
      zh: '它应为仓库路径下的名称，可带版本：clock、tools/clock:1.0.0。',
    },
    cure: { en: 'Correct it. The other references are read.', zh: '请修正。其他引用不受影响。' },
  },
  LB7225: {
    title: { en: 'Tag is no version', zh: '标签不是版本' },
    sentence: {
      en: '{reference} is left out, since its tag is no semantic version.',
      zh: '已跳过 {reference}，因为其标签不是语义化版本。',
    },
    cause: {
      en: 'Versions of charts look like 1.2.3. Registries write _ for +.',
      zh: 'Chart 版本形如 1.2.3。镜像仓库用 _ 代替 +。',
    },
    cure: {
      en: 'Push the chart under its version, as helm push does.',
      zh: '请以版本号推送 Chart，helm push 会自动完成。',
    },
  },
  LB7226: {
    title: { en: 'Token service failed', zh: '令牌服务出错' },
    sentence: {
      en: 'The token service {url} of {host} gave no token (status {status}).',
      zh: '{host} 的令牌服务 {url} 没有给出令牌（状态 {status}）。',
    },
    cause: {
      en: 'The registry sends its users to another server for tokens, which does not answer as it should.',
      zh: '镜像仓库让用户到另一台服务器获取令牌，而该服务器响应异常。',
    },
    cure: { en: 'Try again later, or ask whoever runs the registry.', zh: '请稍后重试，或联系镜像仓库的管理者。' },
  },
  LB7227: {
    title: { en: 'Password would travel in the open', zh: '密码将以明文传输' },
    sentence: {
      en: '{host} asks for the password at {url}, which is not encrypted. It was not sent.',
      zh: '{host} 要求将密码发送到未加密的 {url}，未发送。',
    },
    cause: {
      en: 'The token service of the registry has an http:// address.',
      zh: '镜像仓库的令牌服务使用 http:// 地址。',
    },
    cure: { en: 'Have the registry name an https:// address.', zh: '请让镜像仓库使用 https:// 地址。' },
  },
  LB7228: {
    title: { en: 'Manifest does not read', zh: '清单无法读取' },
    sentence: {
      en: 'The registry has something at {reference} that is no manifest.',
      zh: '镜像仓库中 {reference} 的内容不是清单。',
    },
    cause: { en: 'It was damaged, or the registry is none.', zh: '内容已损坏，或该服务不是镜像仓库。' },
    cure: { en: 'Push the chart again.', zh: '请重新推送 Chart。' },
  },
  LB7229: {
    title: { en: 'Not a chart', zh: '不是 Chart' },
    sentence: { en: 'What is at {reference} is no Helm chart.', zh: '{reference} 的内容不是 Helm Chart。' },
    cause: { en: 'It is an image or something else that registries hold.', zh: '它是镜像或镜像仓库中的其他内容。' },
    cure: { en: 'Name a chart, or push it there with helm push.', zh: '请指定 Chart，或用 helm push 推送。' },
  },
};
