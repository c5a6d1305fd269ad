/** What a page hands to the next one when it has just had the account deleted. */
export const JUST_DELETED = 'just-deleted'
