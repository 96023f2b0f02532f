import type { Catalogue } from './message.ts';

/** 56xx: terminals and files. */
export const TERMINAL_MESSAGES: Catalogue = {
  LB5600: {
    title: { en: 'Not a WebSocket', zh: '不是 WebSocket' },
    sentence: { en: 'Terminals are opened as WebSockets.', zh: '终端需要通过 WebSocket 打开。' },
    cause: {
      en: 'The request asked for no upgrade, or something on the way removed it.',
      zh: '请求未要求升级协议，或途中的代理移除了升级请求。',
    },
    cure: {
      en: 'Let proxies in front of the console pass WebSockets on.',
      zh: '让控制台前的代理转发 WebSocket 连接。',
    },
  },
  LB5601: {
    title: { en: 'Impossible name', zh: '名称无效' },
    sentence: { en: '{value} cannot be the {what}.', zh: '{value} 不能作为 {what}。' },
    cause: { en: 'No object can have such a name, or none was given.', zh: '没有对象可以使用该名称，或未提供名称。' },
    cure: { en: 'Check the address.', zh: '检查地址。' },
  },
  LB5602: {
    title: { en: 'No terminal here', zh: '没有终端权限' },
    sentence: {
      en: '{user} may not run commands in pod {pod} of {namespace} in the cluster {cluster}.',
      zh: '{user} 无权在集群 {cluster} 的 {namespace} 中的容器组 {pod} 里执行命令。',
    },
    cause: {
      en: 'Terminals and files need the right to create pods/exec, which no role of the user has.',
      zh: '终端和文件需要 pods/exec 的 create 权限，而该用户的角色均不包含此权限。',
    },
    cure: { en: 'Ask an administrator for a role that has it.', zh: '请向管理员申请包含此权限的角色。' },
  },
  LB5603: {
    title: { en: 'No such container', zh: '容器不存在' },
    sentence: {
      en: 'The container was not found in pod {pod} of {namespace} in the cluster {cluster}: {reason}.',
      zh: '在集群 {cluster} 的 {namespace} 中的容器组 {pod} 里找不到该容器：{reason}。',
    },
    cause: {
      en: 'The pod was deleted or replaced, or has no container of this name.',
      zh: '容器组已被删除或替换，或其中没有该名称的容器。',
    },
    cure: { en: 'Choose a pod and a container that exist.', zh: '选择存在的容器组和容器。' },
  },
  LB5604: {
    title: { en: 'Container is not running', zh: '容器未运行' },
    sentence: {
      en: 'Pod {pod} of {namespace} in the cluster {cluster} runs no commands now: {reason}.',
      zh: '集群 {cluster} 的 {namespace} 中的容器组 {pod} 目前无法执行命令：{reason}。',
    },
    cause: {
      en: 'The container has not started yet, waits to be restarted, or has ended.',
      zh: '容器尚未启动、正在等待重启，或已经结束。',
    },
    cure: {
      en: 'Wait until it runs; its events and logs say what keeps it from that.',
      zh: '等待容器运行；事件和日志会说明原因。',
    },
  },
  LB5605: {
    title: { en: 'Container did not answer', zh: '容器没有响应' },
    sentence: {
      en: 'The command in pod {pod} of {namespace} in the cluster {cluster} failed: {reason}.',
      zh: '集群 {cluster} 的 {namespace} 中容器组 {pod} 里的命令失败：{reason}。',
    },
    cause: {
      en: 'The cluster, the node or something between does not answer, or does not pass WebSockets on.',
      zh: '集群、节点或中间的组件没有响应，或不转发 WebSocket。',
    },
    cure: {
      en: 'Try again; if it stays, check the node and the proxies on the way to the cluster.',
      zh: '重试；如果仍然失败，请检查节点以及通往集群的代理。',
    },
  },
  LB5606: {
    title: { en: 'No shell in the container', zh: '容器中没有 shell' },
    sentence: {
      en: 'The container {container} of pod {pod} has no shell; tried were {tried}.',
      zh: '容器组 {pod} 的容器 {container} 中没有 shell；已尝试 {tried}。',
    },
    cause: { en: 'Some images hold nothing but their program.', zh: '有些镜像只包含程序本身。' },
    cure: {
      en: 'Add a debug container to the pod with kubectl debug and open the terminal there.',
      zh: '用 kubectl debug 为容器组添加调试容器，并在其中打开终端。',
    },
  },
  LB5607: {
    title: { en: 'Too many terminals', zh: '终端过多' },
    sentence: { en: 'You have {limit} terminals open already.', zh: '您已打开 {limit} 个终端。' },
    cause: { en: 'How many one person may have open is limited.', zh: '每个人可打开的终端数量有限。' },
    cure: {
      en: 'Close one of them, or let an administrator raise sessionsPerUser.',
      zh: '关闭其中一个，或请管理员提高 sessionsPerUser。',
    },
  },
  LB5608: {
    title: { en: 'Terminal is over', zh: '终端已结束' },
    sentence: { en: 'The terminal that was left is no longer there.', zh: '之前离开的终端已不存在。' },
    cause: {
      en: 'It ended, was left for over two minutes, or the part of the gateway that held it was restarted.',
      zh: '终端已结束、离开超过两分钟，或保存它的网关实例已重启。',
    },
    cure: { en: 'Start again.', zh: '重新打开终端。' },
  },
  LB5609: {
    title: { en: 'Terminal broke off', zh: '终端中断' },
    sentence: { en: 'The connection to the container ended: {reason}.', zh: '与容器的连接已结束：{reason}。' },
    cause: {
      en: 'The container was stopped, or its node or cluster does not answer.',
      zh: '容器已停止，或其节点或集群没有响应。',
    },
    cure: { en: 'Look at the state of the pod, then start again.', zh: '查看容器组的状态，然后重新打开终端。' },
  },
  LB5610: {
    title: { en: 'Terminal was taken away', zh: '终端已被收回' },
    sentence: {
      en: 'The terminal was closed, since you may no longer be in this container.',
      zh: '终端已关闭，因为您不再有权进入该容器。',
    },
    cause: {
      en: 'The right to create pods/exec was withdrawn, or you signed out.',
      zh: 'pods/exec 的 create 权限已被收回，或您已退出登录。',
    },
    cure: { en: 'Sign in again, or ask an administrator.', zh: '重新登录，或联系管理员。' },
  },
  LB5611: {
    title: { en: 'Terminal is open elsewhere', zh: '终端已在别处打开' },
    sentence: { en: 'The terminal was taken over by another tab.', zh: '终端已被另一个标签页接管。' },
    cause: {
      en: 'The same terminal was resumed in another tab or window.',
      zh: '同一终端已在其他标签页或窗口中恢复。',
    },
    cure: { en: 'Go on there, or start another one here.', zh: '在那里继续，或在此处新建终端。' },
  },
  LB5612: {
    title: { en: 'Terminal was idle', zh: '终端空闲' },
    sentence: {
      en: 'The terminal was closed after {minutes} minutes without input or output.',
      zh: '终端在 {minutes} 分钟内没有输入或输出，已被关闭。',
    },
    cause: { en: 'Terminals that nobody uses are closed.', zh: '无人使用的终端会被关闭。' },
    cure: { en: 'Start again.', zh: '重新打开终端。' },
  },
  LB5613: {
    title: { en: 'No terminals on nodes', zh: '不允许节点终端' },
    sentence: { en: 'Terminals on nodes are not switched on.', zh: '未启用节点终端。' },
    cause: {
      en: 'Whoever has one is root on the node, so that an administrator has to allow it.',
      zh: '拥有节点终端即拥有节点的 root 权限，因此需要管理员允许。',
    },
    cure: {
      en: 'Set nodeShell to true in the ConfigMap luban-terminal of luban-system.',
      zh: '在 luban-system 的 ConfigMap luban-terminal 中将 nodeShell 设为 true。',
    },
  },
  LB5614: {
    title: { en: 'No terminal on this node', zh: '无法打开节点终端' },
    sentence: {
      en: '{user} may not open a terminal on node {node} of the cluster {cluster}: {reason}.',
      zh: '{user} 无法在集群 {cluster} 的节点 {node} 上打开终端：{reason}。',
    },
    cause: {
      en: 'It takes the rights to create nodes/proxy, and pods and pods/exec in luban-system.',
      zh: '需要 nodes/proxy 的 create 权限，以及 luban-system 中 pods 和 pods/exec 的 create 权限。',
    },
    cure: { en: 'Ask an administrator of the cluster.', zh: '请联系集群管理员。' },
  },
  LB5615: {
    title: { en: 'Helper pod did not start', zh: '辅助容器组未启动' },
    sentence: {
      en: 'The pod for a terminal on node {node} did not start in time: {reason}.',
      zh: '节点 {node} 的终端所需的容器组未能及时启动：{reason}。',
    },
    cause: { en: 'The node may be down, or its image cannot be pulled.', zh: '节点可能已停机，或无法拉取镜像。' },
    cure: {
      en: 'Check the node, and the image that the ConfigMap luban-terminal names.',
      zh: '检查节点以及 ConfigMap luban-terminal 中指定的镜像。',
    },
  },
  LB5616: {
    title: { en: 'No kubectl terminals', zh: '不允许 kubectl 终端' },
    sentence: { en: 'Terminals with kubectl are not switched on.', zh: '未启用 kubectl 终端。' },
    cause: {
      en: 'Each is a pod that runs for one person, so that an administrator has to allow it. Tokens of services get none.',
      zh: '每个终端都是为一个人运行的容器组，因此需要管理员允许。服务的令牌不能使用。',
    },
    cure: {
      en: 'Set kubectlTerminal to true in the ConfigMap luban-terminal of luban-system.',
      zh: '在 luban-system 的 ConfigMap luban-terminal 中将 kubectlTerminal 设为 true。',
    },
  },
  LB5617: {
    title: { en: 'The kubectl terminal did not start', zh: 'kubectl 终端未启动' },
    sentence: {
      en: 'The pod of the kubectl terminal did not start in the cluster {cluster}: {reason}.',
      zh: 'kubectl 终端的容器组未能在集群 {cluster} 中启动：{reason}。',
    },
    cause: {
      en: 'No node has room for it, its image cannot be pulled, or a policy of the cluster refuses it.',
      zh: '没有节点可以运行它、无法拉取镜像，或被集群的策略拒绝。',
    },
    cure: {
      en: 'Check the image that the ConfigMap luban-terminal names, and the events in luban-system.',
      zh: '检查 ConfigMap luban-terminal 中指定的镜像以及 luban-system 中的事件。',
    },
  },
  LB5620: {
    title: { en: 'Impossible path', zh: '路径无效' },
    sentence: { en: '{path} is no path in a container.', zh: '{path} 不是容器中的有效路径。' },
    cause: {
      en: 'Paths begin with a slash and have fewer than 4,096 bytes.',
      zh: '路径以斜杠开头，且少于 4096 字节。',
    },
    cure: { en: 'Write the whole path.', zh: '请填写完整路径。' },
  },
  LB5621: {
    title: { en: 'Program is missing in the container', zh: '容器中缺少程序' },
    sentence: {
      en: 'The container {container} of pod {pod} has no {program}.',
      zh: '容器组 {pod} 的容器 {container} 中没有 {program}。',
    },
    cause: {
      en: 'Files are read and written by programs in the container, and some images hold nothing but their own.',
      zh: '文件通过容器中的程序读写，而有些镜像只包含其自身程序。',
    },
    cure: {
      en: 'Choose another container of the pod that sees the same volume, or add a debug container with kubectl debug.',
      zh: '选择容器组中挂载同一存储卷的其他容器，或用 kubectl debug 添加调试容器。',
    },
  },
  LB5622: {
    title: { en: 'Nothing at this path', zh: '路径不存在' },
    sentence: { en: 'There is nothing to be had at {path}: {reason}.', zh: '{path} 处没有可用内容：{reason}。' },
    cause: {
      en: 'The file or folder does not exist in the container, or was removed meanwhile.',
      zh: '容器中不存在该文件或文件夹，或其已被移除。',
    },
    cure: { en: 'Look at the folder again.', zh: '重新查看文件夹。' },
  },
  LB5623: {
    title: { en: 'Files were refused by the container', zh: '容器拒绝访问文件' },
    sentence: { en: 'The container refused {path}: {reason}.', zh: '容器拒绝了 {path}：{reason}。' },
    cause: {
      en: 'The container’s user may not read or write there, the disk is full, or the file system is read-only.',
      zh: '容器的用户无权读写该位置、磁盘已满，或文件系统为只读。',
    },
    cure: { en: 'Choose a folder that the container’s user may use.', zh: '选择容器用户可以使用的文件夹。' },
  },
  LB5624: {
    title: { en: 'Upload is too large', zh: '上传内容过大' },
    sentence: { en: 'One upload may have {limit} at most.', zh: '单次上传最多为 {limit}。' },
    cause: { en: 'The size of uploads is limited.', zh: '上传大小有限制。' },
    cure: {
      en: 'Upload less at once, or let an administrator raise largestUpload.',
      zh: '分批上传，或请管理员提高 largestUpload。',
    },
  },
  LB5625: {
    title: { en: 'Size of the upload is unknown', zh: '上传大小未知' },
    sentence: { en: 'The upload did not say how many bytes it has.', zh: '上传请求未说明字节数。' },
    cause: {
      en: 'The limit is checked before anything is read, and the archive needs the size at its beginning.',
      zh: '读取之前需要检查限制，且归档的开头需要大小信息。',
    },
    cure: { en: 'Send a content-length.', zh: '发送 content-length。' },
  },
  LB5626: {
    title: { en: 'Entry leads out of the folder', zh: '条目指向文件夹之外' },
    sentence: { en: '{path} in the archive cannot be uploaded.', zh: '无法上传归档中的 {path}。' },
    cause: {
      en: 'Archives may hold files and folders below their own folder: no links, no devices, no paths that lead elsewhere.',
      zh: '归档只能包含其自身文件夹下的文件和文件夹：不能包含链接、设备或指向别处的路径。',
    },
    cure: { en: 'Pack the folder anew without it.', zh: '去除该条目后重新打包。' },
  },
  LB5627: {
    title: { en: 'A folder has this name', zh: '同名文件夹已存在' },
    sentence: { en: '{path} is a folder in the container.', zh: '{path} 在容器中是一个文件夹。' },
    cause: { en: 'A file cannot take the place of a folder.', zh: '文件不能替换文件夹。' },
    cure: { en: 'Choose another name.', zh: '使用其他名称。' },
  },
  LB5628: {
    title: { en: 'Upload was not readable', zh: '无法读取上传内容' },
    sentence: { en: 'The upload was not taken: {reason}.', zh: '上传未被接受：{reason}。' },
    cause: { en: 'The archive is damaged, or the upload broke off.', zh: '归档已损坏，或上传中断。' },
    cure: { en: 'Try again.', zh: '重试。' },
  },
  LB5629: {
    title: { en: 'Cluster takes no uploads', zh: '集群不支持上传' },
    sentence: {
      en: 'The cluster {cluster} cannot tell a command that its input has ended.',
      zh: '集群 {cluster} 无法告知命令其输入已结束。',
    },
    cause: {
      en: 'Kubernetes can do that over WebSockets from version 1.30 on.',
      zh: 'Kubernetes 从 1.30 版本起才支持通过 WebSocket 这样做。',
    },
    cure: { en: 'Use kubectl cp, or upgrade the cluster.', zh: '使用 kubectl cp，或升级集群。' },
  },
};
