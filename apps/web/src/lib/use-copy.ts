import { useEffect, useState } from 'react'

const SHOWN_MS = 2500

/** Puts a text into the clipboard, and knows for a short time that it did. */
export const useCopy = () => {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = async (text: string): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return { copy, isCopied }
}
