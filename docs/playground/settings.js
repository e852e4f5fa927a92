'use strict'

/**
 * What the page knows of where it is. Opened from a file or from a web site it knows nothing; `npm run local -- --deploy`
 * serves a settings.js of its own in place of this one.
 *
 * @type {{ apiUrl?: string, canUpload?: boolean }}
 */
const settings = {}
