import { useState } from 'react'
import type { Brand } from '../lib/brand.ts'
import { pictureSource } from '../lib/picture-source.ts'

interface Props {
  readonly brand: Pick<Brand, 'name' | 'logoUrl'>
}

/** The picture and the name of the installation. A picture that is not to be had becomes our icon. */
export const BrandMark = ({ brand: { name, logoUrl } }: Props) => {
  const [lost, setLost] = useState<string | null>(null)
  return (
    <>
      <img
        src={pictureSource(logoUrl === lost ? null : logoUrl)}
        alt=""
        width={36}
        height={36}
        onError={() => setLost(logoUrl)}
        className="h-9 w-auto max-w-40 shrink-0 object-contain"
      />
      <span className="truncate">{name}</span>
    </>
  )
}
