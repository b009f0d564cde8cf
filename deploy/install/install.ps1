<#
.SYNOPSIS
Installs esdh for this user on Windows, without elevation: takes the archive from a release, compares its SHA-256
with the release's list, and places one file. Windows PowerShell 5.1 and later.

.PARAMETER BaseUrl
Folder of a release: https://..., or a folder of this machine. Variable ESDH_BASE_URL.

.PARAMETER InstallDir
Where to. Variable ESDH_INSTALL_DIR; default %LOCALAPPDATA%\Programs\esdh.

.PARAMETER Uninstall
Removes what was installed.

.EXAMPLE
powershell -ExecutionPolicy Bypass -File install.ps1 -BaseUrl https://intranet.example/esdh
#>
param([string]$BaseUrl = $env:ESDH_BASE_URL, [string]$InstallDir = $env:ESDH_INSTALL_DIR, [switch]$Uninstall)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$DefaultBaseUrl = 'https://esdh.example/releases/latest'

if (-not $BaseUrl) { $BaseUrl = $DefaultBaseUrl }
$BaseUrl = $BaseUrl.TrimEnd('/', '\')
if (-not $InstallDir) { $InstallDir = Join-Path $env:LOCALAPPDATA 'Programs\esdh' }
$program = Join-Path $InstallDir 'esdh.exe'

function Get-ReleaseFile([string]$Name, [string]$Target) {
  if ($BaseUrl -match '://') {
    Invoke-WebRequest -UseBasicParsing -Uri "$BaseUrl/$Name" -OutFile $Target
  } else {
    Copy-Item -LiteralPath (Join-Path $BaseUrl $Name) -Destination $Target
  }
}

if ($Uninstall) {
  if (Test-Path -LiteralPath $program) {
    Remove-Item -LiteralPath $program
    if (-not (Get-ChildItem -LiteralPath $InstallDir -Force)) { Remove-Item -LiteralPath $InstallDir }
    Write-Output "removed $program"
  } else {
    Write-Output "nothing to remove: $program is not there"
  }
  return
}

$tls12 = [Net.SecurityProtocolType]::Tls12
[Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor $tls12
$work = Join-Path ([IO.Path]::GetTempPath()) ('esdh-install-' + [Guid]::NewGuid())
$new = Join-Path $InstallDir 'esdh-new.exe'
$isNewFolder = $false
New-Item -ItemType Directory -Path $work | Out-Null
try {
  $sums = Join-Path $work 'SHA256SUMS'
  Get-ReleaseFile 'SHA256SUMS' $sums
  $pattern = '^([0-9a-f]{64}) [ *](esdh-[0-9A-Za-z.+-]*-windows-x64\.zip)$'
  $found = @(Select-String -LiteralPath $sums -Pattern $pattern -CaseSensitive)
  if ($found.Count -ne 1) { throw "the release at $BaseUrl holds $($found.Count) archives for windows-x64" }
  $wanted = $found[0].Matches[0].Groups[1].Value
  $name = $found[0].Matches[0].Groups[2].Value

  Write-Output "getting $BaseUrl/$name"
  $archive = Join-Path $work $name
  Get-ReleaseFile $name $archive
  $digest = (Get-FileHash -LiteralPath $archive -Algorithm SHA256).Hash.ToLowerInvariant()
  if ($digest -ne $wanted) {
    throw "$name has SHA-256 $digest, the release's list says $wanted; nothing was installed"
  }
  Expand-Archive -LiteralPath $archive -DestinationPath (Join-Path $work 'unpacked')

  # Tried where it will be: rules for applications may allow that folder and no other.
  if (-not (Test-Path -LiteralPath $InstallDir)) {
    New-Item -ItemType Directory -Force -Path $InstallDir | Out-Null
    $isNewFolder = $true
  }
  Move-Item -LiteralPath (Join-Path $work 'unpacked\esdh.exe') -Destination $new -Force
  $version = & $new version
  if ($LASTEXITCODE -ne 0) { throw 'the program does not start on this machine; nothing was installed' }
  Move-Item -LiteralPath $new -Destination $program -Force
  $isNewFolder = $false
} finally {
  Remove-Item -LiteralPath $work -Recurse -Force
  if (Test-Path -LiteralPath $new) { Remove-Item -LiteralPath $new -Force }
  if ($isNewFolder) { Remove-Item -LiteralPath $InstallDir }
}

Write-Output "installed ${program}: $(@($version)[0])"
if (($env:PATH -split ';') -notcontains $InstallDir) {
  Write-Output 'to call it by its name in new windows, add its folder to your own PATH:'
  Write-Output ("  [Environment]::SetEnvironmentVariable('PATH', " +
    "[Environment]::GetEnvironmentVariable('PATH', 'User') + ';$InstallDir', 'User')")
}
Write-Output "to undo:  Remove-Item '$program'"
