//! Messages as portals send and get them, about people of the personas.

/// 037 as the court system sends it (W1).
pub const LOOKUP_OF_COURT: &str = r#"<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:dan="http://dancuquocgia.bca">
  <soapenv:Header/>
  <soapenv:Body>
    <dan:TraCuuThongTinCongDan>
      <dan:MaYeuCau>RANDOM101530123</dan:MaYeuCau>
      <dan:MaDVC>VPCP</dan:MaDVC>
      <dan:MaTichHop>037</dan:MaTichHop>
      <dan:MaCanBo>042204000033</dan:MaCanBo>
      <dan:MaDonVi>TEST01</dan:MaDonVi>
      <dan:TaiKhoan>canbo.test</dan:TaiKhoan>
      <dan:SoDienThoai>0</dan:SoDienThoai>
      <dan:SoDinhDanh>042085000488</dan:SoDinhDanh>
      <dan:HoVaTen>NGUYENVANTHANH</dan:HoVaTen>
      <dan:NgayThangNamSinh>
        <dan:NgayThangNam>19850512</dan:NgayThangNam>
      </dan:NgayThangNamSinh>
    </dan:TraCuuThongTinCongDan>
  </soapenv:Body>
</soapenv:Envelope>"#;

/// 037 by CMND as the portal of the Ministry sends it (W2), without the stray text in its envelope.
pub const LOOKUP_OF_MINISTRY: &str = r#"<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
                                    xmlns:dan="http://dancuquocgia.bca">
                                    <soapenv:Header/>
                                    <soapenv:Body>
                                        <dan:TraCuuThongTinCongDan xmlns:dan="http://dancuquocgia.bca">
                                        <dan:MaYeuCau>YC0001</dan:MaYeuCau>
                                            <dan:MaDVC>1.004222</dan:MaDVC>
                                            <dan:MaTichHop>037</dan:MaTichHop>
                                            <dan:MaCanBo>dvc_test</dan:MaCanBo>
                                            <dan:SoCMND>012345678</dan:SoCMND>
                                            <dan:HoVaTen>NGUYỄN VĂN THÀNH</dan:HoVaTen>
                                            <dan:NgayThangNamSinh>
                                                <dan:NgayThangNam>19850512</dan:NgayThangNam>
                                            </dan:NgayThangNamSinh>
                                        </dan:TraCuuThongTinCongDan>
                                    </soapenv:Body>
                                </soapenv:Envelope>"#;

/// Somebody found, in the live dialect (W6).
pub const FOUND: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">
    <soapenv:Header xmlns:dan="http://dancuquocgia.bca"/>
    <soapenv:Body xmlns:dan="http://dancuquocgia.bca">
        <ns1:CongdanCollection xmlns:ns1="http://www.mic.gov.vn/dancu/1.0">
            <ns1:CongDan>
                <ns1:SoDinhDanh>042085000488</ns1:SoDinhDanh>
                <ns1:SoCMND>012345678</ns1:SoCMND>
                <ns1:HoVaTen>
                    <ns1:Ho/>
                    <ns1:ChuDem/>
                    <ns1:Ten>NGUYỄN VĂN THÀNH</ns1:Ten>
                </ns1:HoVaTen>
                <ns1:GioiTinh>1</ns1:GioiTinh>
                <ns1:DanToc>01</ns1:DanToc>
                <ns1:TonGiao>00</ns1:TonGiao>
                <ns1:TinhTrangHonNhan>2</ns1:TinhTrangHonNhan>
                <ns1:NhomMau>00</ns1:NhomMau>
                <ns1:NgayThangNamSinh>
                    <ns1:Nam>1985</ns1:Nam>
                    <ns1:NgayThangNam>19850512</ns1:NgayThangNam>
                </ns1:NgayThangNamSinh>
                <ns1:NoiDangKyKhaiSinh>
                    <ns1:MaTinhThanh>01</ns1:MaTinhThanh>
                    <ns1:MaQuanHuyen>001</ns1:MaQuanHuyen>
                    <ns1:MaPhuongXa>00001</ns1:MaPhuongXa>
                    <ns1:ChiTiet>PHƯỜNG THỬ NGHIỆM, QUẬN THỬ NGHIỆM, THÀNH PHỐ HÀ NỘI</ns1:ChiTiet>
                    <ns1:QuocGia>VN</ns1:QuocGia>
                </ns1:NoiDangKyKhaiSinh>
                <ns1:QuocTich/>
                <ns1:QueQuan>
                    <ns1:MaTinhThanh>01</ns1:MaTinhThanh>
                    <ns1:MaQuanHuyen>001</ns1:MaQuanHuyen>
                    <ns1:MaPhuongXa>00001</ns1:MaPhuongXa>
                    <ns1:ChiTiet>PHƯỜNG THỬ NGHIỆM, QUẬN THỬ NGHIỆM, THÀNH PHỐ HÀ NỘI</ns1:ChiTiet>
                    <ns1:QuocGia>VN</ns1:QuocGia>
                </ns1:QueQuan>
                <ns1:ThuongTru>
                    <ns1:MaTinhThanh>01</ns1:MaTinhThanh>
                    <ns1:MaQuanHuyen>001</ns1:MaQuanHuyen>
                    <ns1:MaPhuongXa>00001</ns1:MaPhuongXa>
                    <ns1:ChiTiet>SỐ 1 PHỐ MẪU, PHƯỜNG THỬ NGHIỆM, QUẬN THỬ NGHIỆM, THÀNH PHỐ HÀ NỘI</ns1:ChiTiet>
                    <ns1:QuocGia>VN</ns1:QuocGia>
                </ns1:ThuongTru>
                <ns1:NoiOHienTai>
                    <ns1:MaTinhThanh>01</ns1:MaTinhThanh>
                    <ns1:MaQuanHuyen>001</ns1:MaQuanHuyen>
                    <ns1:MaPhuongXa>00001</ns1:MaPhuongXa>
                    <ns1:ChiTiet>SỐ 1 PHỐ MẪU, PHƯỜNG THỬ NGHIỆM, QUẬN THỬ NGHIỆM, THÀNH PHỐ HÀ NỘI</ns1:ChiTiet>
                    <ns1:QuocGia>VN</ns1:QuocGia>
                </ns1:NoiOHienTai>
                <ns1:Cha>
                    <ns1:HoVaTen>NGUYỄN VĂN CHA</ns1:HoVaTen>
                    <ns1:QuocTich>VN</ns1:QuocTich>
                    <ns1:SoDinhDanh>042051000289</ns1:SoDinhDanh>
                    <ns1:SoCMND>012345602</ns1:SoCMND>
                </ns1:Cha>
                <ns1:Me>
                    <ns1:HoVaTen>TRẦN THỊ MẸ</ns1:HoVaTen>
                    <ns1:QuocTich>VN</ns1:QuocTich>
                    <ns1:SoDinhDanh>042190000099</ns1:SoDinhDanh>
                    <ns1:SoCMND>012345603</ns1:SoCMND>
                </ns1:Me>
                <ns1:VoChong>
                    <ns1:HoVaTen>LÊ THỊ VỢ</ns1:HoVaTen>
                    <ns1:QuocTich>VN</ns1:QuocTich>
                    <ns1:SoDinhDanh>042187000137</ns1:SoDinhDanh>
                    <ns1:SoCMND>012345604</ns1:SoCMND>
                </ns1:VoChong>
                <ns1:NguoiDaiDien>
                    <ns1:HoVaTen>NGUYỄN VĂN CHA</ns1:HoVaTen>
                    <ns1:QuocTich>VN</ns1:QuocTich>
                    <ns1:SoDinhDanh>042051000289</ns1:SoDinhDanh>
                    <ns1:SoCMND>012345602</ns1:SoCMND>
                </ns1:NguoiDaiDien>
                <ns1:ChuHo>
                    <ns1:QuanHe>CH01</ns1:QuanHe>
                    <ns1:SoDinhDanh>042085000488</ns1:SoDinhDanh>
                    <ns1:SoCMND>012345678</ns1:SoCMND>
                    <ns1:HoVaTen>NGUYỄN VĂN THÀNH</ns1:HoVaTen>
                </ns1:ChuHo>
                <ns1:SoSoHoKhau>HK0000001</ns1:SoSoHoKhau>
            </ns1:CongDan>
        </ns1:CongdanCollection>
    </soapenv:Body>
</soapenv:Envelope>"#;

/// Somebody of whom little more than the year of birth is known (guess).
pub const FOUND_WITH_A_YEAR: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">
    <soapenv:Header xmlns:dan="http://dancuquocgia.bca"/>
    <soapenv:Body xmlns:dan="http://dancuquocgia.bca">
        <ns1:CongdanCollection xmlns:ns1="http://www.mic.gov.vn/dancu/1.0">
            <ns1:CongDan>
                <ns1:SoDinhDanh>042142000012</ns1:SoDinhDanh>
                <ns1:SoCMND/>
                <ns1:HoVaTen>
                    <ns1:Ho/>
                    <ns1:ChuDem/>
                    <ns1:Ten>ĐẶNG THỊ NHÀN</ns1:Ten>
                </ns1:HoVaTen>
                <ns1:GioiTinh>2</ns1:GioiTinh>
                <ns1:DanToc>01</ns1:DanToc>
                <ns1:TonGiao>00</ns1:TonGiao>
                <ns1:TinhTrangHonNhan>0</ns1:TinhTrangHonNhan>
                <ns1:NhomMau>00</ns1:NhomMau>
                <ns1:NgayThangNamSinh>
                    <ns1:Nam>1942</ns1:Nam>
                </ns1:NgayThangNamSinh>
                <ns1:NoiDangKyKhaiSinh><ns1:MaTinhThanh/><ns1:MaQuanHuyen/><ns1:MaPhuongXa/><ns1:ChiTiet/><ns1:QuocGia>VN</ns1:QuocGia></ns1:NoiDangKyKhaiSinh>
                <ns1:QuocTich>VN</ns1:QuocTich>
                <ns1:QueQuan><ns1:MaTinhThanh>01</ns1:MaTinhThanh><ns1:MaQuanHuyen/><ns1:MaPhuongXa/><ns1:ChiTiet>THÀNH PHỐ HÀ NỘI</ns1:ChiTiet><ns1:QuocGia>VN</ns1:QuocGia></ns1:QueQuan>
                <ns1:ThuongTru><ns1:MaTinhThanh>01</ns1:MaTinhThanh><ns1:MaQuanHuyen/><ns1:MaPhuongXa>00001</ns1:MaPhuongXa><ns1:ChiTiet>THÔN MẪU</ns1:ChiTiet><ns1:QuocGia>VN</ns1:QuocGia></ns1:ThuongTru>
                <ns1:NoiOHienTai><ns1:MaTinhThanh>01</ns1:MaTinhThanh><ns1:MaQuanHuyen/><ns1:MaPhuongXa>00001</ns1:MaPhuongXa><ns1:ChiTiet>THÔN MẪU</ns1:ChiTiet><ns1:QuocGia>VN</ns1:QuocGia></ns1:NoiOHienTai>
                <ns1:Cha><ns1:HoVaTen/><ns1:QuocTich/><ns1:SoDinhDanh/><ns1:SoCMND/></ns1:Cha>
                <ns1:Me><ns1:HoVaTen/><ns1:QuocTich/><ns1:SoDinhDanh/><ns1:SoCMND/></ns1:Me>
                <ns1:VoChong><ns1:HoVaTen/><ns1:QuocTich/><ns1:SoDinhDanh/><ns1:SoCMND/></ns1:VoChong>
                <ns1:NguoiDaiDien><ns1:HoVaTen/><ns1:QuocTich/><ns1:SoDinhDanh/><ns1:SoCMND/></ns1:NguoiDaiDien>
                <ns1:ChuHo><ns1:QuanHe/><ns1:SoDinhDanh/><ns1:SoCMND/><ns1:HoVaTen/></ns1:ChuHo>
                <ns1:SoSoHoKhau/>
            </ns1:CongDan>
        </ns1:CongdanCollection>
    </soapenv:Body>
</soapenv:Envelope>"#;

/// Nobody found (guess, from what every client does with it).
pub const NOBODY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">
    <soapenv:Header xmlns:dan="http://dancuquocgia.bca"/>
    <soapenv:Body xmlns:dan="http://dancuquocgia.bca">
        <ns1:CongdanCollection xmlns:ns1="http://www.mic.gov.vn/dancu/1.0"/>
    </soapenv:Body>
</soapenv:Envelope>"#;

/// 003 through a provincial LGSP (W3, W10).
pub const VERIFICATION: &str = r#"<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:qldc="http://dancuquocgia.bca"><soapenv:Header/><soapenv:Body><qldc:XacThucThongTinCongDan><qldc:MaYeuCau>1669192530123</qldc:MaYeuCau><qldc:MaDVC>1.004222.000.00.00.H00</qldc:MaDVC><qldc:MaTichHop>003</qldc:MaTichHop><qldc:MaCanBo>canbo.test</qldc:MaCanBo><qldc:SoDinhDanh>042085000488</qldc:SoDinhDanh><qldc:HoVaTen>NGUYENVANTHANH</qldc:HoVaTen><qldc:NgayThangNamSinh><qldc:NgayThangNam>1985-05-12</qldc:NgayThangNam></qldc:NgayThangNamSinh></qldc:XacThucThongTinCongDan></soapenv:Body></soapenv:Envelope>"#;

/// The answer to it (W8, W9).
pub const VERIFIED: &str = r#"<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">
   <soapenv:Header/>
   <soapenv:Body>
      <ns2:KetQuaXacThuc xmlns:ns2="http://dancuquocgia.bca">
         <ns2:TonTai>true</ns2:TonTai>
      </ns2:KetQuaXacThuc>
   </soapenv:Body>
</soapenv:Envelope>"#;

/// A person with both parents, in the dialect of QCVN 109 (W8).
pub const PARENTS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">
  <soapenv:Header/>
  <soapenv:Body>
    <dc:CongdanCollection xmlns:dc="http://www.mic.gov.vn/dancu/1.0" SoCongDan="1" GhiChu="" ThoiDiemDuLieu="2026-11-23T09:00:00.000+07:00" id="7d6f3a52-0000-4000-8000-000000000001">
      <dc:CongDan>
        <dc:SoDinhDanh>042085000488</dc:SoDinhDanh>
        <dc:SoCMND>012345678</dc:SoCMND>
        <dc:HoVaTen><dc:Ho>NGUYỄN</dc:Ho><dc:ChuDem>VĂN</dc:ChuDem><dc:Ten>THÀNH</dc:Ten></dc:HoVaTen>
        <dc:NgayThangNamSinh><dc:NgayThangNam>19850512</dc:NgayThangNam></dc:NgayThangNamSinh>
        <dc:Cha>
          <dc:SoDinhDanh>042051000289</dc:SoDinhDanh><dc:QuocTich>VN</dc:QuocTich>
          <dc:HoVaTen><dc:Ho>NGUYỄN</dc:Ho><dc:ChuDem>VĂN</dc:ChuDem><dc:Ten>CHA</dc:Ten></dc:HoVaTen>
        </dc:Cha>
        <dc:Me>
          <dc:SoDinhDanh>042190000099</dc:SoDinhDanh><dc:QuocTich>VN</dc:QuocTich>
          <dc:HoVaTen><dc:Ho>TRẦN</dc:Ho><dc:ChuDem>THỊ</dc:ChuDem><dc:Ten>MẸ</dc:Ten></dc:HoVaTen>
        </dc:Me>
      </dc:CongDan>
    </dc:CongdanCollection>
  </soapenv:Body>
</soapenv:Envelope>"#;
