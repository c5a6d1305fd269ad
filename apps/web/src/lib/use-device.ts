import { useTranslation } from 'react-i18next'

/** The name of a device, which the server gives as “Firefox on Linux”, in the language of the page. */
export const useDevice = () => {
  const { t } = useTranslation('ui')
  return (device: string | null): string => {
    if (device === null || device === 'Unknown device') return t('device.unknown')
    const [browser, system] = device.split(' on ')
    return system ? t('device.on', { browser, system }) : device
  }
}
