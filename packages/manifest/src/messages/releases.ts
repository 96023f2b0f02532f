import type { Catalogue } from './message.ts';

/** 75xx: what helm and the cluster refuse when an extension is installed. */
export const RELEASE_MESSAGES: Catalogue = {
  LB7501: {
    title: { en: 'No helm', zh: '没有 helm' },
    sentence: { en: 'There is no helm to install extensions with.', zh: '没有可用于安装扩展的 helm。' },
    cause: {
      en: 'LUBAN_HELM names none, there is none in the PATH of the server, and none came with the product, which is so on other systems than Linux on x64.',
      zh: '未通过 LUBAN_HELM 指定 helm，服务器的 PATH 中也没有；产品自带的 helm 只适用于 x64 上的 Linux。',
    },
    cure: {
      en: 'Install helm 3 or 4 where the server runs, or name it in LUBAN_HELM. In a cluster, name an image that has helm in LUBAN_HELM_IMAGE.',
      zh: '请在服务器上安装 helm 3 或 4，或用 LUBAN_HELM 指定其路径。若运行在集群中，也可用 LUBAN_HELM_IMAGE 指定含有 helm 的镜像。',
    },
  },
  LB7502: {
    title: { en: 'Helm cannot be used', zh: '无法使用 helm' },
    sentence: { en: 'The helm at {path} cannot be used: {reason}', zh: '无法使用位于 {path} 的 helm：{reason}' },
    cause: {
      en: 'It does not run on this machine, or is neither helm 3 nor helm 4.',
      zh: '它无法在本机运行，或者既不是 helm 3 也不是 helm 4。',
    },
    cure: {
      en: 'Put another helm in its place, or name one in LUBAN_HELM.',
      zh: '请更换该 helm，或用 LUBAN_HELM 指定另一个。',
    },
  },
  LB7503: {
    title: { en: 'Helm failed', zh: 'helm 运行失败' },
    sentence: {
      en: 'Helm could not complete {release} on {cluster}: {reason}',
      zh: 'helm 未能在 {cluster} 上完成 {release}：{reason}',
    },
    cause: {
      en: 'This is what helm said; the log has all of it.',
      zh: '以上为 helm 的输出，完整内容见日志。',
    },
    cure: { en: 'Read the log, remove the cause and try again.', zh: '请查看日志，排除原因后重试。' },
  },
  LB7504: {
    title: { en: 'A right is missing', zh: '缺少权限' },
    sentence: {
      en: 'The installer of {release} may not {verb} {what} in {place}.',
      zh: '{release} 的安装程序无权对 {what} 执行 {verb}（范围：{place}）。',
    },
    cause: {
      en: 'Extensions are installed as {user} on {cluster}, which may do what permissions.yaml of the package asks for, and nothing else.',
      zh: '在 {cluster} 上以 {user} 的身份安装扩展，其权限仅限于扩展包 permissions.yaml 中所列。',
    },
    cure: {
      en: 'Add this rule to the {kind} in permissions.yaml of the package, and publish it anew: {rule}.',
      zh: '请在扩展包 permissions.yaml 的 {kind} 中加入以下规则后重新发布：{rule}。',
    },
  },
  LB7505: {
    title: { en: 'Not ready in time', zh: '未能按时就绪' },
    sentence: {
      en: '{release} was not ready on {cluster} within {minutes} minutes: {what}',
      zh: '{release} 在 {cluster} 上未能于 {minutes} 分钟内就绪：{what}',
    },
    cause: {
      en: 'Everything was applied, and helm waits until all of it runs.',
      zh: '所有对象均已应用，helm 会一直等待到它们全部运行。',
    },
    cure: {
      en: 'Remove what keeps it from running, such as a wrong image, missing resources or a wrong configuration, and try again. The log has the details.',
      zh: '请排除阻碍其运行的原因（如镜像错误、资源不足或配置有误）后重试。详情见日志。',
    },
  },
  LB7506: {
    title: { en: 'A field cannot be changed', zh: '字段不可更改' },
    sentence: {
      en: '{kind} {name} of {release} on {cluster} cannot be changed so: {reason}',
      zh: '{cluster} 上 {release} 的 {kind} {name} 无法如此更改：{reason}',
    },
    cause: {
      en: 'Kubernetes lets some fields be set only once, when the object is made.',
      zh: 'Kubernetes 的某些字段只能在创建对象时设置。',
    },
    cure: {
      en: 'Delete the object and try again, if it may be made anew; otherwise keep the version or the configuration as it was.',
      zh: '若可重建该对象，请删除后重试；否则请保留原来的版本或配置。',
    },
  },
  LB7507: {
    title: { en: 'A kind is missing', zh: '缺少资源类型' },
    sentence: {
      en: '{release} needs the kind {kind} of {apiVersion}, which {cluster} does not have.',
      zh: '{release} 需要 {apiVersion} 的类型 {kind}，而 {cluster} 中没有。',
    },
    cause: {
      en: 'The definition comes with another extension or operator, or with another version of Kubernetes.',
      zh: '该类型的定义由其他扩展或 operator 提供，或存在于其他 Kubernetes 版本中。',
    },
    cure: {
      en: 'Install what defines the kind first, and then try again.',
      zh: '请先安装定义该类型的组件，然后重试。',
    },
  },
  LB7508: {
    title: { en: 'An object belongs to somebody else', zh: '对象属于他人' },
    sentence: {
      en: '{kind} {name} on {cluster} is there already and belongs to {owner}, so that {release} cannot make it.',
      zh: '{cluster} 上已有 {kind} {name}，属于 {owner}，因此 {release} 无法创建它。',
    },
    cause: {
      en: 'An object can belong to one release only, which its annotations meta.helm.sh/release-name and release-namespace name.',
      zh: '一个对象只能属于一个发布，由注解 meta.helm.sh/release-name 和 release-namespace 标明。',
    },
    cure: {
      en: 'Uninstall the other one, or delete the object if nobody needs it. Do not install the same software twice.',
      zh: '请卸载另一个发布；若无人需要该对象，也可将其删除。请勿重复安装同一软件。',
    },
  },
  LB7509: {
    title: { en: 'Other Kubernetes needed', zh: '需要其他版本的 Kubernetes' },
    sentence: {
      en: '{release} needs Kubernetes {range}, and {cluster} has {version}.',
      zh: '{release} 需要 Kubernetes {range}，而 {cluster} 的版本为 {version}。',
    },
    cause: { en: 'Its chart says so in kubeVersion.', zh: '其 chart 的 kubeVersion 如此规定。' },
    cure: {
      en: 'Install a version that fits, or upgrade the cluster.',
      zh: '请安装兼容的版本，或升级集群。',
    },
  },
  LB7510: {
    title: { en: 'The configuration does not fit', zh: '配置不符合要求' },
    sentence: {
      en: 'The configuration of {release} for {cluster} does not fit its schema: {reason}',
      zh: '{release} 在 {cluster} 上的配置不符合其 schema：{reason}',
    },
    cause: {
      en: 'The package says in values.schema.json which values it takes.',
      zh: '扩展包在 values.schema.json 中规定了可接受的值。',
    },
    cure: { en: 'Correct the named values and try again.', zh: '请修正所列的值后重试。' },
  },
  LB7511: {
    title: { en: 'A template fails', zh: '模板出错' },
    sentence: { en: '{release}, {file}, on {cluster}: {reason}', zh: '{release} 的 {file}（{cluster}）：{reason}' },
    cause: {
      en: 'The template asks for a value that is missing or of another kind, refuses on purpose, or is wrong.',
      zh: '模板所需的值缺失或类型不符，或者模板有意拒绝，或者模板有误。',
    },
    cure: {
      en: 'Correct the configuration where the sentence names a value; otherwise tell the author of the package.',
      zh: '若提及某个值，请修正配置；否则请告知扩展包的作者。',
    },
  },
  LB7512: {
    title: { en: 'A template makes no YAML', zh: '模板未生成有效的 YAML' },
    sentence: {
      en: '{file} of {release} makes no valid YAML for {cluster}: {reason}',
      zh: '{release} 的 {file} 未能为 {cluster} 生成有效的 YAML：{reason}',
    },
    cause: {
      en: 'Often a value with several lines or with special signs stands where the template expects a word.',
      zh: '常见原因是在模板期望单词之处使用了多行或含特殊符号的值。',
    },
    cure: {
      en: 'Correct the configuration; if it is right, tell the author of the package.',
      zh: '请修正配置；若配置无误，请告知扩展包的作者。',
    },
  },
  LB7513: {
    title: { en: 'Half-way', zh: '操作未完成' },
    sentence: {
      en: '{release} on {cluster} is {status}: an earlier run has not ended, or ended half-way.',
      zh: '{cluster} 上的 {release} 处于 {status}：之前的操作尚未结束，或中途终止。',
    },
    cause: {
      en: 'Helm marks a release while it works on it, and refuses a second run.',
      zh: 'helm 在操作期间会标记发布，并拒绝同时进行的第二次操作。',
    },
    cure: {
      en: 'Try again in a moment. When it stays so, uninstall the extension by force.',
      zh: '请稍后重试。若状态不变，请强制卸载该扩展。',
    },
  },
  LB7514: {
    title: { en: 'Cancelled', zh: '已取消' },
    sentence: {
      en: 'The work on {release} on {cluster} was cancelled.',
      zh: '对 {cluster} 上 {release} 的操作已取消。',
    },
    cause: { en: 'Somebody cancelled it, or the server ended.', zh: '有人取消了操作，或服务器已停止。' },
    cure: { en: 'Try again when it is wanted after all.', zh: '如仍需要，请重试。' },
  },
  LB7515: {
    title: { en: 'Helm took too long', zh: 'helm 运行超时' },
    sentence: {
      en: 'Helm was ended after its time for {release} on {cluster}.',
      zh: 'helm 处理 {cluster} 上的 {release} 超时，已被终止。',
    },
    cause: {
      en: 'It went on beyond the limit that it was given, as when the cluster answers slowly or hooks take turns.',
      zh: '运行时间超出了限制，例如集群响应缓慢，或有多个 hook 依次执行。',
    },
    cure: { en: 'See whether the cluster is well, and try again.', zh: '请检查集群状态后重试。' },
  },
  LB7516: {
    title: { en: 'The release is too large', zh: '发布过大' },
    sentence: {
      en: '{release} on {cluster} is larger than helm can keep.',
      zh: '{cluster} 上的 {release} 超出了 helm 可保存的大小。',
    },
    cause: {
      en: 'Helm keeps everything that it applied in one Secret, which has a megabyte at most when packed.',
      zh: 'helm 将所应用的全部内容保存在一个 Secret 中，压缩后不得超过 1 MB。',
    },
    cure: {
      en: 'Turn off parts of it in the configuration, or have the author move definitions to a crds folder or split the package.',
      zh: '请在配置中关闭部分组件，或由作者将定义移至 crds 目录或拆分扩展包。',
    },
  },
  LB7517: {
    title: { en: 'A hook failed', zh: 'hook 失败' },
    sentence: {
      en: 'The {hook} hook of {release} on {cluster} failed: {reason}',
      zh: '{cluster} 上 {release} 的 {hook} hook 失败：{reason}',
    },
    cause: {
      en: 'Packages may run Jobs before and after they are installed, upgraded and removed.',
      zh: '扩展包可在安装、升级和卸载前后运行 Job。',
    },
    cure: {
      en: 'Read the log of its pod, remove the cause and try again. Removal by force leaves hooks out.',
      zh: '请查看其 pod 的日志，排除原因后重试。强制卸载会跳过 hook。',
    },
  },
  LB7518: {
    title: { en: 'The namespace is going', zh: '命名空间正在删除' },
    sentence: { en: 'The namespace {namespace} is being removed.', zh: '命名空间 {namespace} 正在删除。' },
    cause: {
      en: 'Nothing can be made in it until it is gone, which waits for finalizers of what is in it.',
      zh: '在其删除完成之前无法在其中创建对象；删除须等待其中对象的 finalizer。',
    },
    cure: {
      en: 'Wait until it is gone, or see what holds it up in its conditions.',
      zh: '请等待删除完成，或在其 conditions 中查看阻碍原因。',
    },
  },
  LB7519: {
    title: { en: 'Helm does not reach the cluster', zh: 'helm 无法连接集群' },
    sentence: {
      en: 'Helm does not reach {cluster} for {release}: {reason}',
      zh: 'helm 无法为 {release} 连接 {cluster}：{reason}',
    },
    cause: {
      en: 'The cluster does not answer, or its certificate or credentials are not accepted.',
      zh: '集群无响应，或其证书或凭据不被接受。',
    },
    cure: { en: 'See whether the cluster is ready, and try again.', zh: '请确认集群就绪后重试。' },
  },
  LB7520: {
    title: { en: 'No such revision', zh: '没有该修订版本' },
    sentence: {
      en: '{release} on {cluster} has no revision {revision} to go back to.',
      zh: '{cluster} 上的 {release} 没有可回退的修订版本 {revision}。',
    },
    cause: {
      en: 'Helm keeps the last five revisions, or somebody has removed its records.',
      zh: 'helm 仅保留最近五个修订版本，或记录已被人删除。',
    },
    cure: { en: 'Install the version that is wanted instead.', zh: '请改为安装所需的版本。' },
  },
  LB7521: {
    title: { en: 'The cluster refuses an object', zh: '集群拒绝对象' },
    sentence: {
      en: '{cluster} refuses {what} of {release}: {reason}',
      zh: '{cluster} 拒绝 {release} 的 {what}：{reason}',
    },
    cause: {
      en: 'The object is not valid there, or a policy of the cluster does not let it in.',
      zh: '该对象在集群中无效，或被集群策略拒绝。',
    },
    cure: {
      en: 'Correct the configuration, or ask whoever keeps the policy.',
      zh: '请修正配置，或联系策略的管理者。',
    },
  },
  LB7522: {
    title: { en: 'The configuration is no YAML', zh: '配置不是 YAML' },
    sentence: {
      en: 'Helm cannot read the configuration of {release} for {cluster}: {reason}',
      zh: 'helm 无法读取 {release} 在 {cluster} 上的配置：{reason}',
    },
    cause: { en: 'It has to be a mapping of names to values in YAML.', zh: '配置须为 YAML 格式的键值映射。' },
    cure: { en: 'Correct it and try again.', zh: '请修正后重试。' },
  },
  LB7523: {
    title: { en: 'The helm Job does not run', zh: 'helm Job 无法运行' },
    sentence: {
      en: 'The Job {job} for {release} on {cluster} does not run: {reason}',
      zh: '用于 {cluster} 上 {release} 的 Job {job} 无法运行：{reason}',
    },
    cause: {
      en: 'Its pod cannot be started, or was ended by the cluster.',
      zh: '其 pod 无法启动，或被集群终止。',
    },
    cure: {
      en: 'See that the image in LUBAN_HELM_IMAGE can be pulled and has helm, and that the namespace has room for a pod.',
      zh: '请确认 LUBAN_HELM_IMAGE 指定的镜像可以拉取且含有 helm，并且命名空间有余量运行 pod。',
    },
  },
  LB7524: {
    title: { en: 'Settings of extensions are wrong', zh: '扩展设置有误' },
    sentence: {
      en: 'The key {key} of the ConfigMap extension-settings cannot be used: {reason}',
      zh: 'ConfigMap extension-settings 的键 {key} 无法使用：{reason}',
    },
    cause: {
      en: 'The ConfigMap in luban-system says what every extension is told, such as the registry of images.',
      zh: 'luban-system 中的该 ConfigMap 规定了传给每个扩展的值，例如镜像仓库。',
    },
    cure: { en: 'Correct or remove the key.', zh: '请修正或删除该键。' },
  },
  LB7525: {
    title: { en: 'Too large for a Job', zh: '过大，无法放入 Job' },
    sentence: {
      en: 'The chart of {release} for {cluster} has {size} kB, and a Job can be given 1000.',
      zh: '{cluster} 的 {release} 的 chart 为 {size} kB，而 Job 至多可接收 1000 kB。',
    },
    cause: {
      en: 'A Job gets its chart in a Secret, which has a megabyte at most.',
      zh: 'Job 通过 Secret 获取 chart，而 Secret 至多为 1 MB。',
    },
    cure: {
      en: 'Run helm as a process of the server: set LUBAN_HELM_IMAGE to nothing.',
      zh: '请改为以服务器进程的方式运行 helm：将 LUBAN_HELM_IMAGE 置空。',
    },
  },
  LB7526: {
    title: { en: 'Grants more than it has', zh: '授予了自身没有的权限' },
    sentence: {
      en: 'The installer of {release} on {cluster} cannot grant what it does not hold: {rules}',
      zh: '{cluster} 上 {release} 的安装程序不能授予自身没有的权限：{rules}',
    },
    cause: {
      en: 'Kubernetes lets nobody make a role with rights that he does not have.',
      zh: 'Kubernetes 不允许创建超出自身权限的角色。',
    },
    cure: {
      en: 'List these rules in permissions.yaml of the package too, or the verbs escalate and bind on roles.',
      zh: '请将这些规则也列入扩展包的 permissions.yaml，或加入对角色的 escalate 与 bind 动词。',
    },
  },
  LB7527: {
    title: { en: 'A definition is not served', zh: '定义未生效' },
    sentence: {
      en: '{cluster} does not serve {definition}, although it is there.',
      zh: '{cluster} 中已有 {definition}，但未提供服务。',
    },
    cause: {
      en: 'Its names collide with those of another definition, or the API server is busy.',
      zh: '其名称与其他定义冲突，或 API 服务器繁忙。',
    },
    cure: { en: 'See the conditions of the definition, and try again.', zh: '请查看该定义的 conditions 后重试。' },
  },
  LB7528: {
    title: { en: 'Not among the remains', zh: '不在残留之列' },
    sentence: { en: 'It is not among what remains of the extension.', zh: '它不在该扩展的残留对象之列。' },
    cause: {
      en: 'It has gone meanwhile, belongs to a release again, or was never the extension’s.',
      zh: '它可能已被删除、重新属于某个发布，或从未属于该扩展。',
    },
    cure: { en: 'Look at the remains again.', zh: '请重新查看残留对象。' },
  },
  LB7529: {
    title: { en: 'Namespace is protected', zh: '命名空间受保护' },
    sentence: {
      en: 'The namespace {namespace}, and what an extension did not bring there, is not removed with it.',
      zh: '命名空间 {namespace} 以及其中并非由扩展带来的对象，不会随扩展一并删除。',
    },
    cause: {
      en: 'The cluster or LuBan itself needs what is in it.',
      zh: '集群或 LuBan 自身需要其中的内容。',
    },
    cure: { en: 'Delete single objects in it by hand.', zh: '请手动删除其中的单个对象。' },
  },
  LB7530: {
    title: { en: 'Still being removed', zh: '仍在删除' },
    sentence: { en: 'It is still being removed, and waits for: {reason}', zh: '仍在删除中，正在等待：{reason}' },
    cause: {
      en: 'Finalizers keep an object until whoever set them has tidied up, who may be gone.',
      zh: 'finalizer 会保留对象，直到设置者完成清理，而设置者可能已不存在。',
    },
    cure: {
      en: 'Wait. When whoever set the finalizer is gone, take it off the object by hand.',
      zh: '请等待。若设置 finalizer 的组件已不存在，请手动从对象上删除它。',
    },
  },
};
