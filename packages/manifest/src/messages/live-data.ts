import type { Catalogue } from './message.ts';

/** 55xx: lists that follow the cluster. */
export const LIVE_DATA_MESSAGES: Catalogue = {
  LB5500: {
    title: { en: 'Live data message not understood', zh: '无法理解实时数据消息' },
    sentence: {
      en: 'The page asked for live data in a way that is not understood: {reason}.',
      zh: '页面请求实时数据的方式无法理解：{reason}。',
    },
    cause: {
      en: 'An extension passed a query that is not valid, such as a selector with a typing mistake, or the page is older than the server.',
      zh: '扩展传入了无效的查询，例如书写有误的选择器；或页面版本早于服务器。',
    },
    cure: {
      en: 'Correct the query; if it was not yours, load the page anew.',
      zh: '更正查询；如果查询并非由您输入，请重新加载页面。',
    },
  },
  LB5501: {
    title: { en: 'Not allowed to see this', zh: '无权查看' },
    sentence: {
      en: '{user} may not {verb} {resource} in {where}.',
      zh: '{user} 无权在 {where} 中对 {resource} 执行 {verb}。',
    },
    cause: {
      en: 'No role of the user has this right there, or a role was taken back while the list was open.',
      zh: '该用户在此处的角色均不包含此权限，或列表打开期间角色被收回。',
    },
    cure: {
      en: 'Ask an administrator for a role that has it, or choose a project in which you have one.',
      zh: '请向管理员申请包含此权限的角色，或选择您拥有角色的项目。',
    },
  },
  LB5502: {
    title: { en: 'Cluster does not answer', zh: '集群无响应' },
    sentence: { en: 'The cluster {cluster} does not answer: {reason}.', zh: '集群 {cluster} 无响应：{reason}。' },
    cause: {
      en: 'The cluster or the network to it is down, or its API server is failing.',
      zh: '集群或通往集群的网络中断，或其 API 服务器出现故障。',
    },
    cure: {
      en: 'Nothing here: what is shown follows again as soon as the cluster answers. Look at the health of the cluster.',
      zh: '无需在此操作：集群恢复响应后数据会自动更新。请查看集群的健康状况。',
    },
  },
  LB5503: {
    title: { en: 'Kind not served', zh: '集群不提供该类型' },
    sentence: {
      en: 'The cluster {cluster} does not serve this kind: {reason}.',
      zh: '集群 {cluster} 不提供该资源类型：{reason}。',
    },
    cause: {
      en: 'Its definition is not installed there, or another version of it.',
      zh: '该集群未安装其定义，或安装的是其他版本。',
    },
    cure: {
      en: 'Install what brings the kind, or choose another cluster.',
      zh: '请安装提供该类型的组件，或选择其他集群。',
    },
  },
  LB5504: {
    title: { en: 'Cluster refuses LuBan', zh: '集群拒绝 LuBan' },
    sentence: {
      en: 'The cluster {cluster} refuses LuBan itself: {reason}.',
      zh: '集群 {cluster} 拒绝了 LuBan 自身的请求：{reason}。',
    },
    cause: {
      en: 'The credentials with which the cluster was imported have expired or have lost rights.',
      zh: '导入该集群时使用的凭据已过期或失去权限。',
    },
    cure: {
      en: 'Ask an administrator to renew the credentials of the cluster.',
      zh: '请联系管理员更新该集群的凭据。',
    },
  },
  LB5505: {
    title: { en: 'Cluster is busy', zh: '集群繁忙' },
    sentence: {
      en: 'The cluster {cluster} is too busy to answer: {reason}.',
      zh: '集群 {cluster} 过于繁忙，暂不响应：{reason}。',
    },
    cause: {
      en: 'It has more requests than it can serve and asked to wait.',
      zh: '集群收到的请求超出处理能力，要求稍后再试。',
    },
    cure: {
      en: 'Nothing: it is asked again when the time that it named is over.',
      zh: '无需操作：到达集群指定的时间后会自动重试。',
    },
  },
  LB5506: {
    title: { en: 'Cluster answers what cannot be read', zh: '集群的响应无法解析' },
    sentence: {
      en: 'The cluster {cluster} sent something that no Kubernetes API sends: {reason}.',
      zh: '集群 {cluster} 返回了不符合 Kubernetes API 的内容：{reason}。',
    },
    cause: {
      en: 'Something between LuBan and the cluster changes or cuts its answers, or an aggregated API is faulty.',
      zh: 'LuBan 与集群之间的设备更改或截断了响应，或某个聚合 API 存在缺陷。',
    },
    cure: {
      en: 'Look at proxies on the way to the cluster. The list is asked for anew meanwhile.',
      zh: '请检查通往集群的代理。期间会自动重新请求列表。',
    },
  },
  LB5507: {
    title: { en: 'Cluster is slow', zh: '集群响应缓慢' },
    sentence: { en: 'The cluster {cluster} takes too long: {reason}.', zh: '集群 {cluster} 响应超时：{reason}。' },
    cause: {
      en: 'The cluster is overloaded, or the network to it loses what is sent.',
      zh: '集群负载过高，或通往集群的网络丢失数据。',
    },
    cure: {
      en: 'Nothing here: it is asked again. Look at the health of the cluster.',
      zh: '无需在此操作：会自动重试。请查看集群的健康状况。',
    },
  },
  LB5508: {
    title: { en: 'Too many lists at once', zh: '同时打开的列表过多' },
    sentence: {
      en: 'A page follows at most {limit} lists and objects at a time.',
      zh: '一个页面最多同时跟踪 {limit} 个列表和对象。',
    },
    cause: {
      en: 'Extensions on the page opened more, or forgot to close them.',
      zh: '页面上的扩展打开了过多列表，或未关闭它们。',
    },
    cure: { en: 'Close parts of the page, or load it anew.', zh: '请关闭页面的部分内容，或重新加载页面。' },
  },
  LB5510: {
    title: { en: 'Connection to the server lost', zh: '与服务器的连接已断开' },
    sentence: { en: 'The page has no connection to the server.', zh: '页面与服务器的连接已断开。' },
    cause: { en: 'The network is down, or the server is restarting.', zh: '网络中断，或服务器正在重启。' },
    cure: {
      en: 'Nothing: the page connects again by itself, and says until then how old its data is.',
      zh: '无需操作：页面会自动重新连接，并在此期间显示数据的时间。',
    },
  },
  LB5511: {
    title: { en: 'Rights cannot be asked', zh: '无法查询权限' },
    sentence: {
      en: 'The cluster {cluster} does not say whether you may see this: {reason}.',
      zh: '集群 {cluster} 未能答复您是否有权查看：{reason}。',
    },
    cause: { en: 'The cluster does not answer, or refuses to review rights.', zh: '集群无响应，或拒绝进行权限审查。' },
    cure: {
      en: 'Wait until the cluster answers; it is asked again every minute.',
      zh: '请等待集群恢复响应；每分钟会自动重试。',
    },
  },
  LB5512: {
    title: { en: 'Changes were missed', zh: '错过了部分变更' },
    sentence: {
      en: 'The cluster {cluster} no longer keeps the changes from where LuBan stopped: {reason}.',
      zh: '集群 {cluster} 已不再保留 LuBan 中断处之后的变更：{reason}。',
    },
    cause: {
      en: 'More has changed there, or more time has passed, than the cluster remembers.',
      zh: '变更数量或经过的时间超出了集群的保留范围。',
    },
    cure: { en: 'Nothing: the whole list is on its way.', zh: '无需操作：正在重新获取完整列表。' },
  },
  LB5513: {
    title: { en: 'Address is for WebSockets', zh: '该地址仅用于 WebSocket' },
    sentence: { en: 'Live data comes over a WebSocket alone.', zh: '实时数据只能通过 WebSocket 获取。' },
    cause: {
      en: 'The address was opened as a page, or a proxy in front of LuBan does not pass WebSockets on.',
      zh: '该地址被当作页面打开，或 LuBan 前面的代理不转发 WebSocket。',
    },
    cure: {
      en: 'Let the proxy pass the headers Upgrade and Connection on.',
      zh: '请让代理转发 Upgrade 和 Connection 请求头。',
    },
  },
  LB5514: {
    title: { en: 'Too much is followed', zh: '跟踪的内容过多' },
    sentence: {
      en: 'The server follows {limit} lists and objects for its pages already, and takes no more.',
      zh: '服务器已为各页面跟踪 {limit} 个列表和对象，无法再增加。',
    },
    cause: {
      en: 'Very many people look at different things, or a page opens lists with ever other field selectors.',
      zh: '大量用户查看不同内容，或某个页面不断以不同的字段选择器打开列表。',
    },
    cure: {
      en: 'Try again in a minute; if it stays, add replicas of LuBan.',
      zh: '请一分钟后重试；如果问题持续，请增加 LuBan 的副本数。',
    },
  },
};
