import type { Catalogue } from './message.ts';

/** 54xx: what extensions add to the API. */
export const EXTENSION_API_MESSAGES: Catalogue = {
  LB5400: {
    title: { en: 'Extension is disabled', zh: '扩展已停用' },
    sentence: {
      en: '{path} is answered by {owner}, which is disabled ({object}).',
      zh: '{path} 由 {owner} 应答，而它已停用（{object}）。',
    },
    cause: {
      en: 'Disabling an extension takes its part of the API out of service; its workloads keep running.',
      zh: '停用扩展会使其 API 停止服务，其工作负载仍在运行。',
    },
    cure: { en: 'Enable the extension in the Extensions Center.', zh: '在扩展中心启用该扩展。' },
  },
  LB5401: {
    title: { en: 'Backend does not answer', zh: '后端无应答' },
    sentence: {
      en: '{upstream}, the backend of {owner}, does not answer: {reason} ({object}).',
      zh: '{owner} 的后端 {upstream} 无应答：{reason}（{object}）。',
    },
    cause: {
      en: 'The workload of the extension is not running, or its address is another one.',
      zh: '扩展的工作负载未运行，或其地址有误。',
    },
    cure: {
      en: 'Look at the pods of the extension, then at the address in the object.',
      zh: '检查扩展的容器组，再检查对象中的地址。',
    },
  },
  LB5402: {
    title: { en: 'Backend takes too long', zh: '后端超时' },
    sentence: {
      en: '{upstream}, the backend of {owner}, did not answer in time ({object}).',
      zh: '{owner} 的后端 {upstream} 未在规定时间内应答（{object}）。',
    },
    cause: {
      en: 'The backend is overloaded, or a network in between drops what is sent.',
      zh: '后端负载过高，或途中的网络丢弃了数据。',
    },
    cure: {
      en: 'Try again; if it stays, look at the pods of the extension.',
      zh: '重试；如果仍然如此，请检查扩展的容器组。',
    },
  },
  LB5403: {
    title: { en: 'Object cannot be served', zh: '对象无法提供服务' },
    sentence: { en: '{object} cannot be served: {reason}.', zh: '{object} 无法提供服务：{reason}。' },
    cause: { en: 'A field of the object has a value that cannot be used.', zh: '对象的某个字段取值无效。' },
    cure: { en: 'Correct the field in the chart of the extension.', zh: '在扩展的 chart 中修正该字段。' },
  },
  LB5404: {
    title: { en: 'Address is out of bounds', zh: '地址不允许访问' },
    sentence: {
      en: '{object} of {owner} leads to {upstream}, which is a {range} address.',
      zh: '{owner} 的 {object} 指向 {upstream}，这是 {range} 类地址。',
    },
    cause: {
      en: 'Such addresses reach what only the server itself should, such as its own machine or the credentials of its cloud.',
      zh: '此类地址可访问只应由服务器自身访问的内容，例如本机或云平台的凭据。',
    },
    cure: {
      en: 'Name a service of the cluster instead, or list the host in LUBAN_ALLOW_HOSTS.',
      zh: '改用集群内的服务，或将该主机列入 LUBAN_ALLOW_HOSTS。',
    },
  },
  LB5405: {
    title: { en: 'Backend is not trusted', zh: '后端证书不受信任' },
    sentence: {
      en: 'The certificate of {upstream}, the backend of {owner}, is not trusted: {reason} ({object}).',
      zh: '{owner} 的后端 {upstream} 的证书不受信任：{reason}（{object}）。',
    },
    cause: {
      en: 'It is signed by an authority that is not known here, is for another name, or has expired.',
      zh: '该证书由未知机构签发、属于其他名称或已过期。',
    },
    cure: {
      en: 'Put the authority into caBundle, or renew the certificate.',
      zh: '将签发机构写入 caBundle，或更新证书。',
    },
  },
  LB5406: {
    title: { en: 'Answer is not passed on', zh: '应答未被转发' },
    sentence: {
      en: 'What {upstream}, the backend of {owner}, answered is not passed on: {reason} ({object}).',
      zh: '{owner} 的后端 {upstream} 的应答未被转发：{reason}（{object}）。',
    },
    cause: {
      en: 'The object forbids such answers, or they are no sound HTTP.',
      zh: '对象禁止此类应答，或应答不符合 HTTP 规范。',
    },
    cure: {
      en: 'Mend the backend, or allow it with rejectForwardingRedirects: false.',
      zh: '修正后端，或设置 rejectForwardingRedirects: false 以允许。',
    },
  },
  LB5407: {
    title: { en: 'Path is ambiguous', zh: '路径有歧义' },
    sentence: { en: '{path} cannot be passed on: {reason}.', zh: '无法转发 {path}：{reason}。' },
    cause: {
      en: 'Servers read such paths in different ways, so that rights for one path would let requests reach another.',
      zh: '不同服务器对此类路径的解释不同，对某一路径的权限可能因此用于另一路径。',
    },
    cure: { en: 'Write the path without it.', zh: '使用不含该内容的路径。' },
  },
  LB5408: {
    title: { en: 'Protocol is not offered', zh: '不支持该协议' },
    sentence: { en: 'A change to {protocol} is not offered here.', zh: '此处不支持切换到 {protocol}。' },
    cause: {
      en: 'Backends of extensions are reached by HTTP/1.1 and WebSocket alone.',
      zh: '扩展后端只能通过 HTTP/1.1 和 WebSocket 访问。',
    },
    cure: { en: 'Send the request without the Upgrade header.', zh: '去掉 Upgrade 请求头后重新发送。' },
  },
  LB5409: {
    title: { en: 'Two backends for one group and version', zh: '同一组和版本有两个后端' },
    sentence: {
      en: '{winner} and {loser} both answer for {subject}. The one of {winner} is used.',
      zh: '{winner} 和 {loser} 都声明应答 {subject}，使用 {winner} 的后端。',
    },
    cause: {
      en: 'A group and version has one backend: that of the object that was made first.',
      zh: '一个组和版本只有一个后端，即先创建的对象所声明的后端。',
    },
    cure: { en: 'Disable one of the two extensions.', zh: '停用其中一个扩展。' },
  },
  LB5410: {
    title: { en: 'Two proxies for one path', zh: '同一路径有两个代理' },
    sentence: {
      en: '{winner} and {loser} both take {subject}. The one of {winner} is used.',
      zh: '{winner} 和 {loser} 都声明处理 {subject}，使用 {winner} 的代理。',
    },
    cause: {
      en: 'A path and method has one proxy: that of the object that was made first.',
      zh: '一个路径和方法只有一个代理，即先创建的对象所声明的代理。',
    },
    cure: { en: 'Disable one of the two extensions.', zh: '停用其中一个扩展。' },
  },
  LB5411: {
    title: { en: 'Two bundles at one address', zh: '同一地址有两个包' },
    sentence: {
      en: '{winner} and {loser} both have a file at {subject}. The one of {winner} is used.',
      zh: '{winner} 和 {loser} 在 {subject} 都有文件，使用 {winner} 的文件。',
    },
    cause: {
      en: 'An address has one file: that of the object that was made first.',
      zh: '一个地址只有一个文件，即先创建的对象所声明的文件。',
    },
    cure: { en: 'Disable one of the two extensions.', zh: '停用其中一个扩展。' },
  },
  LB5412: {
    title: { en: 'Proxy within another', zh: '代理路径相互包含' },
    sentence: {
      en: '{subject} of {loser} lies within the path of {winner}, and takes these requests from it.',
      zh: '{loser} 的 {subject} 位于 {winner} 的路径之内，并接管这些请求。',
    },
    cause: {
      en: 'The longest path has a request, whichever extension it belongs to.',
      zh: '请求由最长的匹配路径处理，无论其属于哪个扩展。',
    },
    cure: {
      en: 'Nothing, if that is meant; otherwise disable one of the two extensions.',
      zh: '如属有意则无需处理，否则停用其中一个扩展。',
    },
  },
  LB5413: {
    title: { en: 'Address of another extension', zh: '地址属于其他扩展' },
    sentence: {
      en: '{link} is no address of {owner}, so {object} is not served there.',
      zh: '{link} 不是 {owner} 的地址，因此 {object} 不在该处提供。',
    },
    cause: {
      en: 'An extension has the addresses below /dist/ whose first part is its name, or its name with a hyphen and more.',
      zh: '扩展只能使用 /dist/ 下第一段为其名称或以其名称加连字符开头的地址。',
    },
    cure: { en: 'Choose a link below /dist/{owner}/.', zh: '使用 /dist/{owner}/ 下的链接。' },
  },
  LB5414: {
    title: { en: 'Certificate is not checked', zh: '未校验证书' },
    sentence: {
      en: '{object} does not check who {upstream} is.',
      zh: '{object} 不校验 {upstream} 的身份。',
    },
    cause: {
      en: 'With insecureSkipVerify anybody in between can read and change what is sent.',
      zh: '启用 insecureSkipVerify 时，途中的任何人都能读取和篡改数据。',
    },
    cure: { en: 'Put the authority of the certificate into caBundle.', zh: '将证书的签发机构写入 caBundle。' },
  },
  LB5415: {
    title: { en: 'Query cannot be used', zh: '查询参数无效' },
    sentence: { en: '{parameter}={value} cannot be used: {reason}.', zh: '{parameter}={value} 无效：{reason}。' },
    cause: {
      en: 'A parameter of the list has a value of another form.',
      zh: '列表的某个查询参数格式不正确。',
    },
    cure: { en: 'Correct the parameter.', zh: '修正该参数。' },
  },
  LB5416: {
    title: { en: 'Object is not the one of the address', zh: '对象与地址不符' },
    sentence: {
      en: '{field} is {written}, and {wanted} in the address.',
      zh: '{field} 为 {written}，而地址中为 {wanted}。',
    },
    cause: {
      en: 'Rights are looked at for the address, so the object has to be that one.',
      zh: '权限按地址检查，因此对象必须与地址一致。',
    },
    cure: { en: 'Leave the field out, or use the address of the object.', zh: '去掉该字段，或使用对象所在的地址。' },
  },
  LB5417: {
    title: { en: 'Address has no namespace', zh: '地址中没有项目' },
    sentence: {
      en: '{resource} is written at the address of a namespace.',
      zh: '{resource} 只能在项目的地址下写入。',
    },
    cause: {
      en: 'Rights are looked at for the address; without a namespace in it they would be those of all.',
      zh: '权限按地址检查；地址中没有项目则意味着所有项目。',
    },
    cure: { en: 'Put namespaces/NAME before the resource.', zh: '在资源名前加上 namespaces/NAME。' },
  },
  LB5418: {
    title: { en: 'List is not there yet', zh: '列表尚未就绪' },
    sentence: {
      en: 'The cluster did not send all {resource} in time.',
      zh: '集群未在规定时间内返回全部 {resource}。',
    },
    cause: { en: 'There are very many, or the cluster is slow.', zh: '对象数量很多，或集群响应缓慢。' },
    cure: { en: 'Try again in a moment.', zh: '稍后重试。' },
  },
  LB5419: {
    title: { en: 'Proxy without requests', zh: '代理收不到请求' },
    sentence: {
      en: '{object} takes {path}, which no request reaches: proxies are below {root}.',
      zh: '{object} 声明的 {path} 不会收到请求：代理位于 {root} 之下。',
    },
    cause: { en: 'Other paths belong to the console and its API.', zh: '其他路径属于控制台及其 API。' },
    cure: { en: 'Choose a path below {root}.', zh: '使用 {root} 下的路径。' },
  },
  LB5420: {
    title: { en: 'Verb is not offered', zh: '不支持该操作' },
    sentence: { en: '{verb} is not offered for {resource} here.', zh: '此处不支持对 {resource} 执行 {verb}。' },
    cause: {
      en: 'Objects are read, listed, watched, created, updated, patched and deleted one by one.',
      zh: '此处只支持读取、列出、监听以及逐个创建、更新、修补和删除对象。',
    },
    cure: { en: 'Use the API of Kubernetes below /apis for it.', zh: '请使用 /apis 下的 Kubernetes API。' },
  },
  LB5421: {
    title: { en: 'File of a bundle is missing', zh: '包的文件缺失' },
    sentence: {
      en: 'A file of {owner} cannot be had: {reason} ({object}).',
      zh: '无法取得 {owner} 的文件：{reason}（{object}）。',
    },
    cause: {
      en: 'What the object names does not exist, or answers with something else.',
      zh: '对象所指向的内容不存在，或返回了其他内容。',
    },
    cure: { en: 'Look at the pods and objects of the extension.', zh: '检查扩展的容器组和对象。' },
  },
  LB5422: {
    title: { en: 'Answer is no part of a page', zh: '应答不能作为页面的一部分' },
    sentence: {
      en: '{path} was asked for as a {destination}, which it may not be.',
      zh: '{path} 被作为 {destination} 请求，这是不允许的。',
    },
    cause: {
      en: 'What a backend answers is data; as a part of a page it would act with the rights of whoever looks at it.',
      zh: '后端的应答是数据；作为页面的一部分，它会以查看者的权限运行。',
    },
    cure: {
      en: 'Fetch it as data. A proxy whose pages are as good as the console’s own gets the annotation luban.dev/same-origin: "true".',
      zh: '将其作为数据获取。若代理的页面与控制台自身同样可信，请添加注解 luban.dev/same-origin: "true"。',
    },
  },
};
