import type { Catalogue } from './message.ts';

/** 7401 to 7420: what is in the way of an installation, and what is worth knowing of it. */
export const INSTALLATION_CHECK_MESSAGES: Catalogue = {
  LB7401: {
    title: { en: 'Version is not in the catalogue', zh: '目录中没有该版本' },
    sentence: {
      en: '{extension} {version} is not in the catalogue. There are: {available}.',
      zh: '目录中没有 {extension} {version}，现有版本：{available}。',
    },
    cause: {
      en: 'The plan names a version that no repository offers and nobody has uploaded.',
      zh: '安装计划指定的版本没有任何仓库提供，也没有人上传过。',
    },
    cure: {
      en: 'Choose a version that exists, or add the repository that has it. The plan goes on by itself as soon as the version is there.',
      zh: '请选择已有的版本，或添加提供该版本的仓库。版本出现后，计划会自动继续。',
    },
  },
  LB7402: {
    title: { en: 'Plan is not named like its extension', zh: '安装计划与扩展名称不一致' },
    sentence: { en: 'The plan {plan} is for the extension {named}.', zh: '安装计划 {plan} 对应的扩展是 {named}。' },
    cause: {
      en: 'An installation plan bears the name of its extension, so that there is one for each.',
      zh: '安装计划必须与扩展同名，以保证每个扩展只有一个计划。',
    },
    cure: {
      en: 'Create a plan named {named}, and delete this one.',
      zh: '请创建名为 {named} 的计划，并删除当前计划。',
    },
  },
  LB7404: {
    title: { en: 'Values are not YAML', zh: '配置值不是有效的 YAML' },
    sentence: { en: '{field} cannot be read: {reason}.', zh: '无法读取 {field}：{reason}。' },
    cause: {
      en: 'Values are a YAML map. What cannot be read is never taken for empty, so nothing is done with it.',
      zh: '配置值应为 YAML 映射。无法读取的内容不会被当作空值，因此不会执行任何操作。',
    },
    cure: { en: 'Correct the text. The plan goes on by itself then.', zh: '请修正内容，之后计划会自动继续。' },
  },
  LB7405: {
    title: { en: 'Dependency is missing', zh: '缺少依赖' },
    sentence: {
      en: '{extension} needs {dependency} {range}, which is not installed.',
      zh: '{extension} 需要 {dependency} {range}，但它尚未安装。',
    },
    cause: {
      en: 'The extension says in its package that it does not work without the other one.',
      zh: '扩展包声明缺少该依赖就无法工作。',
    },
    cure: {
      en: 'Install {dependency} first. The annotation luban.dev/ignore-dependencies lets the plan go on without it.',
      zh: '请先安装 {dependency}。也可以为计划添加注解 luban.dev/ignore-dependencies 以忽略依赖。',
    },
  },
  LB7406: {
    title: { en: 'Dependency is disabled', zh: '依赖已停用' },
    sentence: {
      en: '{extension} needs {dependency}, which is installed and disabled.',
      zh: '{extension} 需要 {dependency}，它已安装但被停用。',
    },
    cause: {
      en: 'What a disabled extension offers is not there for others.',
      zh: '被停用的扩展不再为其他扩展提供功能。',
    },
    cure: {
      en: 'Enable {dependency}. The plan goes on by itself then.',
      zh: '请启用 {dependency}，之后计划会自动继续。',
    },
  },
  LB7407: {
    title: { en: 'Dependency has another version', zh: '依赖的版本不符' },
    sentence: {
      en: '{extension} needs {dependency} {range}. Version {installed} is installed.',
      zh: '{extension} 需要 {dependency} {range}，当前安装的是 {installed}。',
    },
    cause: {
      en: 'The extension was made for other versions of the one it needs.',
      zh: '扩展要求的依赖版本与已安装的版本不同。',
    },
    cure: {
      en: 'Bring {dependency} to a version in that range, or choose another version of {extension}.',
      zh: '请将 {dependency} 换成该范围内的版本，或选择 {extension} 的其他版本。',
    },
  },
  LB7408: {
    title: { en: 'Extensions need each other', zh: '扩展相互依赖' },
    sentence: {
      en: 'The dependencies of {extension} lead back to itself: {circle}.',
      zh: '{extension} 的依赖形成了环：{circle}。',
    },
    cause: {
      en: 'Each of them waits for the next, and none can be the first.',
      zh: '它们彼此等待，没有一个可以先安装。',
    },
    cure: {
      en: 'Let one of them go first with the annotation luban.dev/ignore-dependencies, and tell the author.',
      zh: '请为其中一个计划添加注解 luban.dev/ignore-dependencies 使其先安装，并告知作者。',
    },
  },
  LB7409: {
    title: { en: 'Waits for a dependency', zh: '正在等待依赖' },
    sentence: {
      en: '{extension} waits for {dependency}, which is being installed.',
      zh: '{extension} 正在等待 {dependency} 安装完成。',
    },
    cause: { en: 'The one that it needs is under way.', zh: '它所需的扩展正在安装。' },
    cure: { en: 'Wait. It goes on as soon as {dependency} is there.', zh: '请等待。{dependency} 就绪后会自动继续。' },
  },
  LB7410: {
    title: { en: 'Dependency does not get ready', zh: '依赖迟迟未就绪' },
    sentence: {
      en: '{extension} has waited too long for {dependency}.',
      zh: '{extension} 等待 {dependency} 的时间过长。',
    },
    cause: {
      en: 'The installation of {dependency} takes unusually long, or is stuck.',
      zh: '{dependency} 的安装耗时异常，或已停滞。',
    },
    cure: {
      en: 'Look at what {dependency} says. The plan goes on by itself when it is ready after all.',
      zh: '请查看 {dependency} 的状态。它就绪后计划仍会自动继续。',
    },
  },
  LB7411: {
    title: { en: 'Others need this extension', zh: '其他扩展依赖它' },
    sentence: {
      en: '{extension} is not removed, because others need it: {dependants}.',
      zh: '未卸载 {extension}，因为其他扩展需要它：{dependants}。',
    },
    cause: {
      en: 'Those extensions are installed and enabled, and say that they do not work without it.',
      zh: '这些扩展已安装并启用，且声明缺少它就无法工作。',
    },
    cure: {
      en: 'Remove or disable them first. The annotation luban.dev/ignore-dependencies removes it all the same.',
      zh: '请先卸载或停用这些扩展。添加注解 luban.dev/ignore-dependencies 可强制继续卸载。',
    },
  },
  LB7412: {
    title: { en: 'Others need this extension to be enabled', zh: '其他扩展需要它保持启用' },
    sentence: {
      en: '{extension} is not disabled, because others need it: {dependants}.',
      zh: '未停用 {extension}，因为其他扩展需要它：{dependants}。',
    },
    cause: {
      en: 'Those extensions are installed and enabled, and say that they do not work without it.',
      zh: '这些扩展已安装并启用，且声明缺少它就无法工作。',
    },
    cure: {
      en: 'Disable them first. The annotation luban.dev/ignore-dependencies disables it all the same.',
      zh: '请先停用这些扩展。添加注解 luban.dev/ignore-dependencies 可强制继续停用。',
    },
  },
  LB7413: {
    title: { en: 'Another extension needs an older version', zh: '其他扩展需要别的版本' },
    sentence: {
      en: '{dependant} needs {extension} {range}, which {version} is not.',
      zh: '{dependant} 需要 {extension} {range}，而 {version} 不符合。',
    },
    cause: {
      en: 'With this version, an extension that works now would not any more.',
      zh: '换成此版本后，现在正常的扩展将无法工作。',
    },
    cure: {
      en: 'Upgrade {dependant} first, or choose a version in that range.',
      zh: '请先升级 {dependant}，或选择该范围内的版本。',
    },
  },
  LB7414: {
    title: { en: 'Optional dependency is not there', zh: '可选依赖未就绪' },
    sentence: {
      en: '{extension} works together with {dependency} {range}, which is not there.',
      zh: '{extension} 可与 {dependency} {range} 配合使用，但它尚未就绪。',
    },
    cause: { en: 'The extension works without it, with less.', zh: '缺少它扩展仍可工作，但功能会减少。' },
    cure: { en: 'Install {dependency} if its part is wanted.', zh: '如需相关功能，请安装 {dependency}。' },
  },
  LB7415: {
    title: { en: 'More rights are asked for', zh: '请求了更多权限' },
    sentence: {
      en: '{extension} {version} asks for more rights than were granted, and waits for consent.',
      zh: '{extension} {version} 请求的权限超出已授予的范围，正在等待同意。',
    },
    cause: {
      en: 'What an administrator agreed to holds for what the installed version asks for, and no more.',
      zh: '管理员的同意只适用于已安装版本所请求的权限。',
    },
    cure: {
      en: 'Look at what is added, and agree to it, or keep the version in force.',
      zh: '请查看新增的权限，然后同意，或保留当前版本。',
    },
  },
  LB7416: {
    title: { en: 'Two extensions in one namespace', zh: '两个扩展使用同一命名空间' },
    sentence: {
      en: '{extension} and {other} are both installed into {namespace}.',
      zh: '{extension} 与 {other} 都安装在 {namespace} 中。',
    },
    cause: {
      en: "Both packages fix the namespace. Objects of the same name would be in each other's way.",
      zh: '两个扩展包都固定了命名空间，同名对象会相互冲突。',
    },
    cure: { en: 'Make sure that they are meant to be there together.', zh: '请确认它们确实可以共存于该命名空间。' },
  },
  LB7417: {
    title: { en: 'Extension is for the host alone', zh: '扩展只安装在主集群' },
    sentence: {
      en: '{extension} has no part for other clusters. The chosen clusters are ignored.',
      zh: '{extension} 没有面向其他集群的部分，所选集群将被忽略。',
    },
    cause: { en: 'Its package says that it is installed on the host only.', zh: '扩展包声明它只安装在主集群上。' },
    cure: {
      en: 'Take the clusters out of the plan, or choose a version for several clusters.',
      zh: '请从计划中移除集群，或选择支持多集群的版本。',
    },
  },
  LB7418: {
    title: { en: 'Cluster is not known', zh: '未知的集群' },
    sentence: {
      en: '{extension} is to be on {cluster}, which is not known here.',
      zh: '{extension} 需要安装到 {cluster}，但此处没有该集群。',
    },
    cause: { en: 'The name is misspelt, or the cluster was removed.', zh: '名称拼写有误，或该集群已被移除。' },
    cure: {
      en: 'Correct the name, or import the cluster. The agent is installed as soon as the cluster is there.',
      zh: '请修正名称或导入该集群。集群出现后会自动安装代理。',
    },
  },
  LB7419: {
    title: { en: 'Cluster does not answer', zh: '集群没有响应' },
    sentence: {
      en: '{cluster} does not answer, so {extension} is not brought about there yet. {reason}',
      zh: '{cluster} 没有响应，{extension} 暂未在该集群完成部署。{reason}',
    },
    cause: {
      en: 'The cluster is down, or there is no way to it. Nothing else waits for it.',
      zh: '该集群已停机或网络不通，其他部分不会等待它。',
    },
    cure: {
      en: 'Nothing has to be done: it is caught up when the cluster answers again.',
      zh: '无需处理：集群恢复响应后会自动补上。',
    },
  },
  LB7420: {
    title: { en: 'Agent is left on a cluster', zh: '集群上留有代理' },
    sentence: {
      en: '{cluster} does not answer, so what {extension} has there is removed later. {reason}',
      zh: '{cluster} 没有响应，{extension} 在该集群上的部分将稍后移除。{reason}',
    },
    cause: {
      en: 'The extension was removed while the cluster was down. It is remembered what is to be removed there.',
      zh: '卸载时该集群已停机，系统会记住需要在那里移除的内容。',
    },
    cure: {
      en: 'Nothing has to be done: it is removed when the cluster answers again.',
      zh: '无需处理：集群恢复响应后会自动移除。',
    },
  },
  LB7435: {
    title: { en: 'Dependency is not whole', zh: '依赖不完整' },
    sentence: {
      en: '{extension} needs {dependency}, whose part on {cluster} could not be installed.',
      zh: '{extension} 需要 {dependency}，但后者在 {cluster} 上的部分安装失败。',
    },
    cause: {
      en: 'What {extension} needs of it is often in that part, such as the kinds of its objects.',
      zh: '{extension} 所需的内容（例如对象类型）往往就在这一部分中。',
    },
    cure: {
      en: 'See why {dependency} failed there, and try it again. The plan goes on by itself then.',
      zh: '请查看 {dependency} 在该集群失败的原因并重试，之后计划会自动继续。',
    },
  },
};
