'use strict'

/**
 * The settings of the page. Opened from a file or from a web site it has none; `npm run local -- --deploy` serves another
 * settings.js in place of this one.
 *
 * @type {{ apiUrl?: string, canUpload?: boolean }}
 */
const settings = {}
