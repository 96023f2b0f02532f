/** Version of LuBan that this SDK belongs to; extensions ask for a range of it in `engines.luban`. */
export const SDK_VERSION = '0.1.0';
